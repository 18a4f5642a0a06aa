import type { ModelCalls } from './model-calls.js';
import type { PromptFiles } from './prompt-files.js';

/** Injection token of the {@link OpenedModel}; null when no model is configured. */
export const MODEL = Symbol('MODEL');

/** The language model of the application, and what it is told. */
export interface OpenedModel {
  readonly calls: ModelCalls;
  readonly prompts: PromptFiles;
}
