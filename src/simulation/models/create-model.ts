import type { Clock } from '../../common/index.js';
import type { RecordedAnswers, SharedSlots } from '../../runs/index.js';
import { PhraseGenerator } from '../generation/phrase-generator.js';
import type { TextGenerator } from '../generation/text-generator.js';
import type { SimulationOptions } from '../simulation.options.js';
import type { OpenedModel } from './model.js';

/** The model that the options name, loaded only then: without one, the start does not pay for it. */
export async function createModel(
  { model }: SimulationOptions,
  answers: RecordedAnswers,
  slots: SharedSlots,
  clock: Clock,
): Promise<OpenedModel | null> {
  if (!model) return null;
  const { openModel } = await import('./open-model.js');
  return openModel(model, answers, slots, clock);
}

/** Whoever writes the comments: the model, or without one the phrase book. */
export async function createGenerator(model: OpenedModel | null): Promise<TextGenerator> {
  if (!model) return new PhraseGenerator();
  const { ModelGenerator } = await import('./model-generator.js');
  return new ModelGenerator(model.calls, model.prompts.comment);
}
