import {
  ApiDocumentation,
  ErrorCodes,
  FieldsInvalidError,
  Pipeline,
  StageNode,
  type AcceptedInput,
  type RunPipeline,
  type StageContext,
  type StageNodeHandler,
} from 'project-dream';
import { NoWordsError, WORD_COUNT_ERRORS } from './no-words.error.js';
import { WORD_COUNT_DOCUMENTATION } from './word-count.documentation.js';

interface WordCountInput {
  text: string;
}

/** What the service needs to know of runs that count words. */
@Pipeline({ id: 'word_count' })
@ErrorCodes(WORD_COUNT_ERRORS)
@ApiDocumentation(WORD_COUNT_DOCUMENTATION)
export class WordCountPipeline implements RunPipeline {
  check(input: unknown): WordCountInput {
    const { text } = input as { text?: unknown };
    if (typeof text === 'string') return { text };
    throw new FieldsInvalidError([{ pointer: '/text', message: 'text must be a string' }]);
  }

  accept(input: unknown): AcceptedInput {
    const { text } = input as WordCountInput;
    if (text.trim() === '') throw new NoWordsError(text.length);
    return { input, randomSeed: 'word_count', rows: [{ type: 'context', input }], projection: {} };
  }

  project(): object {
    return {};
  }
}

/** Its only stage. */
@StageNode({ id: 'count', pipeline: 'word_count', emits: ['word_count'] })
export class CountStage implements StageNodeHandler<WordCountInput> {
  async run(context: StageContext<WordCountInput>): Promise<void> {
    context.emit({ type: 'word_count', words: context.input.text.split(/\s+/).length });
  }
}
