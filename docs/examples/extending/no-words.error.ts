import { ProjectError, type ErrorCodeEntries } from 'project-dream';

/** What GET /errors says of the errors of the word count. */
export const WORD_COUNT_ERRORS: ErrorCodeEntries = {
  WORD_COUNT_NO_WORDS: {
    error: 'no_words',
    status: 422,
    title: 'The text has no words',
    retryable: false,
    remedy: 'Send a text with at least one word.',
    example: { message: 'The text has no words.', characters: 2 },
  },
};

/** The text has nothing that could be counted. */
export class NoWordsError extends ProjectError {
  constructor(characters: number) {
    super('WORD_COUNT_NO_WORDS', 'The text has no words.', { characters });
  }
}
