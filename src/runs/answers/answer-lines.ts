import type { AnswerCursor, AnswerStore, RecordedAnswer } from '../ports/answer-store.js';

/** What the first line of a file of answers says. */
const HEAD = { format: 'recorded_answers.v1' } as const;
const PAGE = 200;
const KEY = /^[0-9a-f]{64}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** A file of answers cannot be read. */
export class AnswerFileError extends Error {
  override readonly name = 'AnswerFileError';
}

/**
 * The lines of a file with recorded answers: a head, then one answer a line as JSON, in order of their keys, each once: the
 * newest of those runs, or of all runs and what was imported. Equal stores give equal files.
 * @param runIds none for all
 */
export async function* answerLines(store: AnswerStore, runIds: readonly string[]): AsyncIterable<string> {
  yield `${JSON.stringify(HEAD)}\n`;
  const newest = new Map<string, RecordedAnswer>();
  for (const runId of runIds.length > 0 ? runIds : [undefined]) {
    for await (const answer of answersOf(store, runId)) {
      const known = newest.get(answer.key);
      if (!known || known.recordedAt < answer.recordedAt) newest.set(answer.key, answer);
    }
  }
  for (const [key, { recordedAt, answer }] of [...newest].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    yield `${JSON.stringify({ key, recorded_at: recordedAt, answer: JSON.parse(answer) as unknown })}\n`;
  }
}

async function* answersOf(store: AnswerStore, runId: string | undefined): AsyncIterable<RecordedAnswer> {
  let after: AnswerCursor | null = null;
  for (;;) {
    const page: readonly (RecordedAnswer & AnswerCursor)[] = await store.page(PAGE, after, runId);
    yield* page;
    if (page.length < PAGE) return;
    after = page.at(-1) ?? null;
  }
}

/**
 * The answers that a file holds.
 * @throws AnswerFileError naming the first line that is wrong
 */
export function parseAnswerLines(text: string): RecordedAnswer[] {
  const [head = '', ...lines] = text.split('\n');
  if ((objectOf(head) ?? {})['format'] !== HEAD.format)
    throw new AnswerFileError(`Line 1 is not the head of a file of recorded answers (${HEAD.format}).`);
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    const { key, recorded_at, answer } = objectOf(line) ?? {};
    const isAnswer =
      typeof key === 'string' &&
      KEY.test(key) &&
      typeof recorded_at === 'string' &&
      TIME.test(recorded_at) &&
      typeof answer === 'object' &&
      answer !== null;
    if (!isAnswer) throw new AnswerFileError(`Line ${index + 2} is no recorded answer.`);
    return [{ key, recordedAt: recorded_at, units: 0, answer: JSON.stringify(answer) }];
  });
}

function objectOf(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
}
