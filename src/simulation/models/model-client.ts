import type { LanguageModel, LanguageModelUsage } from 'ai';
import { retryAfterMs } from '../../common/index.js';
import { estimatedTokens } from './data-text.js';
import { ModelUnavailableError } from './model.errors.js';
import type { ModelOptions } from './model.options.js';

/** What the model is asked. */
export interface Prompt {
  /** Instructions: the text of a file, nothing else. */
  readonly system: string;
  /** One JSON document: nothing in it is an instruction. */
  readonly data: string;
  /** The form of the answer. */
  readonly form: 'comment' | 'interview';
  /** For endpoints whose sampling can be repeated. */
  readonly seed: number;
}

/** What the model has answered. */
export interface Completion {
  readonly text: string;
  readonly finish_reason: string;
  readonly input_tokens: number;
  readonly output_tokens: number;
}

/** Asks the model. */
export interface ModelClient {
  /** @throws ModelUnavailableError; the signal's reason when it aborts */
  complete(prompt: Prompt, signal: AbortSignal): Promise<Completion>;
}

/** Answers after which another try would fail as well: a wrong key, a wrong address or model. */
const REFUSED: ReadonlyMap<number, string> = new Map([
  [401, 'look at MODEL_API_KEY'],
  [403, 'look at MODEL_API_KEY'],
  [404, 'look at MODEL_BASE_URL and MODEL_NAME'],
]);
const TOO_MANY_REQUESTS = 429;
const REQUEST_TIMEOUT = 408;
const SERVER_ERROR = 500;

/** Loads the library, and makes a client of the endpoint. */
export async function openModelClient(options: ModelOptions): Promise<ModelClient> {
  const ai = await import('ai'); // one after another: they share modules
  const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
  const { z } = await import('zod');
  const { baseUrl, name, apiKey, maxOutputTokens } = options;
  const provider = createOpenAICompatible({
    name: 'model',
    baseURL: baseUrl,
    ...(apiKey !== null && { apiKey }),
    supportsStructuredOutputs: true,
  });
  const model: LanguageModel = provider(name);
  const outputs = {
    comment: ai.Output.object({
      schema: z.object({
        text: z.string(),
        claim: z.string(),
        stance: z.enum(['for', 'against', 'undecided']),
        evidence_ids: z.array(z.string()),
      }),
    }),
    interview: ai.Output.object({ schema: z.object({ answer: z.string(), seqs: z.array(z.number()) }) }),
  };

  const complete = async (prompt: Prompt, signal: AbortSignal): Promise<Completion> => {
    const { system, data, form, seed } = prompt;
    try {
      const { text, finishReason, totalUsage } = await ai.generateText({
        model,
        system,
        prompt: data,
        output: outputs[form],
        seed,
        maxOutputTokens,
        maxRetries: 0,
        abortSignal: signal,
      });
      return completion(prompt, { text, finishReason, usage: totalUsage });
    } catch (error) {
      if (ai.NoObjectGeneratedError.isInstance(error))
        return completion(prompt, {
          text: error.text ?? '',
          finishReason: error.finishReason ?? 'unknown',
          usage: error.usage,
        });
      signal.throwIfAborted();
      if (ai.APICallError.isInstance(error)) throw failureOf(error.statusCode, error.responseHeaders);
      throw new ModelUnavailableError('The model endpoint gave no answer.', { isPromptUsed: true });
    }
  };
  return { complete };
}

/** How many tokens a prompt has, as they are estimated. Pure. */
export function promptTokens({ system, data }: Prompt): number {
  return estimatedTokens(system) + estimatedTokens(data);
}

/** An endpoint that does not say what a call took is not free for that: it is estimated. */
function completion(
  prompt: Prompt,
  {
    text,
    finishReason,
    usage,
  }: {
    readonly text: string;
    readonly finishReason: string;
    readonly usage: Pick<LanguageModelUsage, 'inputTokens' | 'outputTokens'> | undefined;
  },
): Completion {
  return {
    text,
    finish_reason: finishReason,
    input_tokens: usage?.inputTokens ?? promptTokens(prompt),
    output_tokens: usage?.outputTokens ?? estimatedTokens(text),
  };
}

/** @param status undefined when there was no answer */
function failureOf(status: number | undefined, headers: Record<string, string> = {}): ModelUnavailableError {
  if (status === undefined) {
    return new ModelUnavailableError('The model endpoint could not be reached.', {
      endsAttempt: 'while_retries_are_left',
    });
  }
  const remedy = REFUSED.get(status);
  if (remedy !== undefined) {
    const message = `The model endpoint answered ${status}: ${remedy}.`;
    return new ModelUnavailableError(message, { endsAttempt: 'always', retryable: false });
  }
  const isBusy = status === TOO_MANY_REQUESTS || status >= SERVER_ERROR;
  const isBroken = status < 300;
  const what = isBroken ? 'broke off, or was no chat completion' : `was ${status}`;
  return new ModelUnavailableError(`The answer of the model endpoint ${what}.`, {
    retryAfterMs:
      isBusy || status === REQUEST_TIMEOUT ? retryAfterMs(headers['retry-after'], headers['date']) : null,
    endsAttempt: isBusy ? 'while_retries_are_left' : null,
    isPromptUsed: isBroken,
  });
}
