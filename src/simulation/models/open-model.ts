import { createHash } from 'node:crypto';
import type { Clock } from '../../common/index.js';
import type { RecordedAnswers, SharedSlots } from '../../runs/index.js';
import { EndpointGate } from './endpoint-gate.js';
import { ModelCalls } from './model-calls.js';
import { openModelClient } from './model-client.js';
import type { OpenedModel } from './model.js';
import type { ModelOptions } from './model.options.js';
import { readPromptFiles } from './prompt-files.js';

/** Loads what is needed to ask the model that the options name. */
export async function openModel(
  options: ModelOptions,
  answers: RecordedAnswers,
  slots: SharedSlots,
  clock: Clock,
): Promise<OpenedModel> {
  answers.warnIfForgetful();
  const [client, prompts] = await Promise.all([
    openModelClient(options),
    readPromptFiles(options.promptsDir),
  ]);
  const { baseUrl, maxConcurrency, timeoutMs } = options;
  const gate = new EndpointGate(slots.pool(slotName(baseUrl), maxConcurrency), timeoutMs, clock);
  return { calls: new ModelCalls(options, client, answers, gate, clock), prompts };
}

/** One for each endpoint; the address may hold a secret. */
function slotName(baseUrl: string): string {
  return `model ${createHash('sha256').update(baseUrl).digest('hex').slice(0, 32)}`;
}
