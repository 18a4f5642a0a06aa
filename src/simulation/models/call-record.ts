import { createHash } from 'node:crypto';
import type { RecordedAnswer } from '../../runs/index.js';
import type { Completion, Prompt } from './model-client.js';

/** Rises when what the model is asked, beside its prompt, changes its meaning. */
const VERSION = 1;
const FAILURE = 'failure';
const STOPPED = 'stopped';

/** A call as it is recorded: an answer, or why there is none. */
export type CallRecord =
  | (Completion & { readonly model: string; readonly duration_ms: number })
  | {
      readonly model: string;
      readonly duration_ms: number;
      readonly error_code: string;
      readonly message: string;
    };

/** The digest of all that an answer depends on: the model's name, instructions, data, form, and how it samples. Pure. */
export function requestHash(model: string, prompt: Prompt, maxOutputTokens: number): string {
  const { system, data, form, seed } = prompt;
  return hashOf(JSON.stringify([VERSION, model, system, data, form, seed, maxOutputTokens]));
}

/** The key under which the failure of a call is recorded: an answer to the same request has another. */
export function failureKey(hash: string): string {
  return hashOf(`${FAILURE} ${hash}`);
}

/** The key under which a call is recorded that was stopped: for the budgets alone, nobody looks for it. */
export function stoppedKey(hash: string): string {
  return hashOf(`${STOPPED} ${hash}`);
}

/**
 * What is recorded of a call. Pure.
 * @param units tokens that it has used of the budgets
 */
export function recordOf(hash: string, call: CallRecord, recordedAt: string, units: number): RecordedAnswer {
  const isFailure = 'error_code' in call;
  return { key: isFailure ? failureKey(hash) : hash, recordedAt, units, answer: JSON.stringify(call) };
}

/** The call that is recorded. */
export function callOf({ answer }: Pick<RecordedAnswer, 'answer'>): CallRecord {
  return JSON.parse(answer) as CallRecord;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
