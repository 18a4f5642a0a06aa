import type { Clock } from '../../common/index.js';
import type { RecordedAnswers } from '../../runs/index.js';
import { ModelCalls } from './model-calls.js';
import { openModelClient } from './model-client.js';
import type { OpenedModel } from './model.js';
import type { ModelOptions } from './model.options.js';
import { readPromptFiles } from './prompt-files.js';

/** Loads what is needed to ask the model that the options name. */
export async function openModel(
  options: ModelOptions,
  answers: RecordedAnswers,
  clock: Clock,
): Promise<OpenedModel> {
  answers.warnIfForgetful();
  const [client, prompts] = await Promise.all([
    openModelClient(options),
    readPromptFiles(options.promptsDir),
  ]);
  return { calls: new ModelCalls(options, client, answers, clock), prompts };
}
