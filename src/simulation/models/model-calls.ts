import { Logger } from '@nestjs/common';
import { ProjectError, safeErrorText, stopwatch, wallNow, type Clock } from '../../common/index.js';
import { dayOf, type RecordedAnswer, type RecordedAnswers } from '../../runs/index.js';
import type { ModelCall } from '../generation/text-generator.js';
import { callOf, failureKey, recordOf, requestHash, stoppedKey, type CallRecord } from './call-record.js';
import type { EndpointGate } from './endpoint-gate.js';
import { promptTokens, type Completion, type ModelClient, type Prompt } from './model-client.js';
import { BudgetExhaustedError, ModelCallMissingError, ModelUnavailableError } from './model.errors.js';
import type { ModelOptions } from './model.options.js';
import { withTimeout } from './with-timeout.js';

const MILLION = 1_000_000;

/** Who asks the model, and for which run. */
interface Asker {
  readonly runId: string;
  /** For people. */
  readonly name: string;
  /** Whether what happened in the run's source is to happen again: calls that failed there fail again. */
  readonly isRepeated: boolean;
  readonly signal: AbortSignal;
  /** Called once for each call, and each answer that was recorded. */
  note(call: ModelCall): void;
}

/** An answer that is recorded, and whose it is. */
interface Found {
  readonly call: CallRecord;
  readonly answer: RecordedAnswer;
  readonly isOwn: boolean;
}

/** Asks the model, within its limits, and records what it answers; or takes what is recorded. */
export class ModelCalls {
  private readonly logger = new Logger(ModelCalls.name);

  constructor(
    readonly options: ModelOptions,
    private readonly client: ModelClient,
    private readonly answers: RecordedAnswers,
    private readonly gate: EndpointGate,
    private readonly clock: Clock,
  ) {}

  /**
   * The answer to a prompt; durable when it resolves.
   * @throws ModelUnavailableError, ModelCallMissingError, BudgetExhaustedError; the signal's reason when it aborts
   */
  async ask(prompt: Prompt, asker: Asker): Promise<Completion> {
    const { name, maxOutputTokens, calls } = this.options;
    const hash = requestHash(name, prompt, maxOutputTokens);
    const found = await this.find(hash, asker);
    if (found) return this.replay(hash, found, asker);
    if (calls === 'replay') throw new ModelCallMissingError(asker.name, hash);
    if (this.options.logPrompts)
      this.logger.debug({ msg: 'The model is asked', run_id: asker.runId, ...prompt });
    return this.gate.pass(asker.signal, (lost) => this.call(hash, prompt, asker, lost));
  }

  private async find(hash: string, asker: Asker): Promise<Found | null> {
    const { runId, isRepeated } = asker;
    const isReplay = this.options.calls === 'replay';
    const keys = isReplay || isRepeated ? [hash, failureKey(hash)] : [hash];
    for (const key of keys) {
      const own = await this.answers.find(runId, key);
      const other = own ? null : await this.findOther(runId, key);
      const answer = own ?? other;
      if (answer) return { call: callOf(answer), answer, isOwn: own !== null };
    }
    return null;
  }

  private async findOther(runId: string, key: string): Promise<RecordedAnswer | null> {
    const kept = await this.answers.findIn(await this.answers.sourcesOf(runId), key);
    return kept ?? (this.options.calls === 'record' ? null : this.answers.findAnywhere(key));
  }

  /** A run has all the answers that it has used: it can be exported, and its source be deleted. */
  private async replay(hash: string, { call, answer, isOwn }: Found, asker: Asker): Promise<Completion> {
    if (!isOwn) await this.answers.record(asker.runId, { ...answer, units: 0 });
    asker.signal.throwIfAborted();
    const isRecovered = isOwn && answer.units > 0;
    asker.note({ ...this.noteOf(hash, call), replayed: true, ...(isRecovered && { recovered: true }) });
    if ('error_code' in call) throw new RecordedFailureError(call.error_code, call.message);
    return call;
  }

  private async call(hash: string, prompt: Prompt, asker: Asker, lost: AbortSignal): Promise<Completion> {
    const { name: model } = this.options;
    await this.assertBudget(asker.runId);
    const elapsed = stopwatch(this.clock);
    const outcome = await this.request(prompt, asker, lost).catch(async (error: unknown) => {
      if (asker.signal.aborted) await this.countStopped(hash, prompt, asker.runId, elapsed());
      throw error;
    });
    const facts = { model, duration_ms: elapsed() };
    if (!(outcome instanceof ModelUnavailableError)) {
      await this.keep(hash, { ...facts, ...outcome }, asker, outcome.input_tokens + outcome.output_tokens);
      return outcome;
    }
    if (outcome.retryAfterMs !== null) this.gate.pause(outcome.retryAfterMs);
    const { error_code, message } = safeErrorText(outcome);
    const units = outcome.isPromptUsed ? promptTokens(prompt) : 0;
    await this.keep(hash, { ...facts, error_code, message }, asker, units);
    throw outcome;
  }

  /**
   * @returns the answer, or why there is none
   * @throws the signal's reason when the asker's aborts
   */
  private async request(
    prompt: Prompt,
    { signal }: Asker,
    lost: AbortSignal,
  ): Promise<Completion | ModelUnavailableError> {
    const stop = AbortSignal.any([signal, lost]);
    try {
      return await withTimeout(this.clock, this.options.timeoutMs, stop, (stopped) =>
        this.client.complete(prompt, stopped),
      );
    } catch (error) {
      signal.throwIfAborted();
      if (lost.aborted && error === lost.reason) return slotLost();
      if (error instanceof ModelUnavailableError) return error;
      throw error;
    }
  }

  private async keep(hash: string, call: CallRecord, asker: Asker, units: number): Promise<void> {
    const recordedAt = wallNow(this.clock).toISOString();
    await this.answers.record(asker.runId, recordOf(hash, call, recordedAt, units));
    asker.signal.throwIfAborted();
    asker.note({ ...this.noteOf(hash, call), replayed: false });
  }

  /** The endpoint may charge for the prompt of a call that was stopped: it counts in the budgets, and has no row. */
  private async countStopped(
    hash: string,
    prompt: Prompt,
    runId: string,
    duration_ms: number,
  ): Promise<void> {
    const recordedAt = wallNow(this.clock).toISOString();
    const call = { model: this.options.name, duration_ms, stopped: true };
    const answer = JSON.stringify(call);
    try {
      await this.answers.record(runId, {
        key: stoppedKey(hash),
        recordedAt,
        units: promptTokens(prompt),
        answer,
      });
    } catch (error) {
      this.logger.warn({ msg: 'A stopped call does not count in the budgets', run_id: runId, err: error });
    }
  }

  private noteOf(request_hash: string, call: CallRecord): Omit<ModelCall, 'replayed'> {
    const { model, duration_ms } = call;
    const facts = { model, request_hash, duration_ms };
    if ('error_code' in call) {
      const { error_code } = call;
      return { ...facts, input_tokens: null, output_tokens: null, finish_reason: null, error_code };
    }
    const { input_tokens, output_tokens, finish_reason } = call;
    const { prices } = this.options;
    const cost = prices && (input_tokens * prices.input + output_tokens * prices.output) / MILLION;
    return { ...facts, input_tokens, output_tokens, finish_reason, ...(cost !== null && { cost }) };
  }

  /** @throws BudgetExhaustedError */
  private async assertBudget(runId: string): Promise<void> {
    const { runTokenBudget, dayTokenBudget } = this.options;
    if (runTokenBudget !== null) {
      const used = await this.answers.unitsOf(runId);
      if (used >= runTokenBudget) throw new BudgetExhaustedError('RUN_TOKEN_BUDGET', runTokenBudget, used);
    }
    if (dayTokenBudget === null) return;
    const used = await this.answers.unitsOn(dayOf({ recordedAt: wallNow(this.clock).toISOString() }));
    if (used >= dayTokenBudget) throw new BudgetExhaustedError('DAY_TOKEN_BUDGET', dayTokenBudget, used);
  }
}

/** Others may have the place of the call in the limit of all processes: it was stopped. */
function slotLost(): ModelUnavailableError {
  return new ModelUnavailableError('The call was stopped: its slot of MODEL_MAX_CONCURRENCY was lost.', {
    endsAttempt: 'while_retries_are_left',
    isPromptUsed: true,
  });
}

/** A call that has failed when it was recorded, and so fails again: it costs the persona its comment as it did then. */
class RecordedFailureError extends ProjectError {}
