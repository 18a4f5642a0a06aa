import { Inject, Injectable } from '@nestjs/common';
import { RunlogService, RunsService } from '../../runs/index.js';
import { MODEL, type OpenedModel } from '../models/model.js';
import type { World } from '../packs/world.js';
import { WorldStore } from '../packs/world.store.js';
import { parsedRows } from '../parsed-rows.js';
import { PersonaNotFoundError, TranscriptNotFoundError } from '../simulation.errors.js';
import { SIMULATION } from '../simulation.pipeline.js';
import { extractedAnswer, type InterviewAnswer } from './extracted-answer.policy.js';
import { intervieweeOf, type Interviewee } from './interview-log.js';
import { interviewAnswer, interviewData } from './interview-prompt.js';

/** Answers that the model is asked for at the most. */
const ATTEMPTS = 2;

/** What a persona answers, who has written that, and who it is. */
interface Interview extends InterviewAnswer, Pick<Interviewee, 'persona_id' | 'name'> {
  readonly run_id: string;
  /** `phrases`: sentences of the log. */
  readonly written_by: 'phrases' | 'model';
}

/** Asks personas of a run what they think, by what its log says that they know. */
@Injectable()
export class Interviewer {
  constructor(
    private readonly runs: RunsService,
    private readonly runlogs: RunlogService,
    private readonly worlds: WorldStore,
    @Inject(MODEL) private readonly model: OpenedModel | null,
  ) {}

  /**
   * @throws RunNotFoundError, TranscriptNotFoundError, PersonaNotFoundError, CorruptRunlogError
   * @throws ModelUnavailableError, ModelCallMissingError, BudgetExhaustedError
   */
  async ask(runId: string, personaId: string, question: string, signal: AbortSignal): Promise<Interview> {
    const run = await this.runs.get(runId);
    if (run.pipeline !== SIMULATION) throw new TranscriptNotFoundError(run.run_id, SIMULATION);
    const found = await intervieweeOf(parsedRows(run, this.runlogs.rows(run)), personaId);
    if (!('persona_id' in found)) throw new PersonaNotFoundError(run.run_id, personaId, found);
    const { persona_id, name } = found;
    const who = { run_id: run.run_id, persona_id, name };
    const world = this.worlds.find(found.pack_fingerprint) ?? this.worlds.current;
    const generated = await this.generate(run.run_id, found, question, world, signal);
    if (generated) return { ...who, ...generated, written_by: 'model' };
    return { ...who, ...extractedAnswer(found, question, world.extensions.language), written_by: 'phrases' };
  }

  /** Null without a model, and when it gives no answer that can be shown. */
  private async generate(
    runId: string,
    interviewee: Interviewee,
    question: string,
    world: World,
    signal: AbortSignal,
  ): Promise<InterviewAnswer | null> {
    if (!this.model) return null;
    const { calls, prompts } = this.model;
    const system = prompts.interview;
    const data = interviewData(interviewee, question, world, system, calls.options.maxInputTokens);
    for (let seed = 1; seed <= ATTEMPTS; seed++) {
      const name = `the interview of ${interviewee.persona_id} (attempt ${seed})`;
      const asker = { runId, name, isRepeated: false, signal, note: () => undefined };
      const { text } = await calls.ask({ system, data, form: 'interview', seed }, asker);
      const answer = interviewAnswer(text, data, interviewee, world);
      if (answer) return answer;
    }
    return null;
  }
}
