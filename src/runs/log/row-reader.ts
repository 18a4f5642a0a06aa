import type { RunRecord } from '../domain/run.js';
import { LENGTHS, firstLimit, nextLimit } from './piece-size.js';
import { CorruptRunlogError } from '../run.errors.js';
import type { RowSelection, RunlogRow } from '../ports/run-log-store.js';
import type { RunRepository } from '../ports/run.repository.js';

/** Which rows of a log to read; all of them when it says nothing. */
export interface RowChoice extends Partial<Omit<RowSelection, 'limit'>> {
  /** Rows whose JSON holds this text, in upper or lower case. */
  readonly text?: string;
}

/** Whether a choice leaves rows out by what they are, not only by their position. */
export function isFiltered({ types = [], stageNode, attempt, text }: RowChoice): boolean {
  return types.length > 0 || stageNode !== undefined || attempt !== undefined || text !== undefined;
}

/** The run that a log belongs to, as it was when reading began: its last row is the last one that is read. */
export type LoggedRun = Pick<RunRecord, 'run_id' | 'summary'> & Partial<Pick<RunRecord, 'attributes'>>;

/** The durable rows of a run up to its last one, in order; memory stays flat. */
export async function* readAllRows(
  repository: RunRepository,
  run: LoggedRun,
  types: readonly string[] = [],
): AsyncIterable<RunlogRow> {
  for await (const page of readRowPages(repository, run, { types })) yield* page;
}

/**
 * The chosen rows of a run, in order, as many at a time as make up a piece worth sending; no page is empty. The next
 * page is read while the last one is used.
 * @throws CorruptRunlogError when rows are missing or damaged, also when the run was deleted meanwhile
 */
export async function* readRowPages(
  repository: RunRepository,
  run: LoggedRun,
  { text, ...selection }: RowChoice = {},
): AsyncIterable<readonly RunlogRow[]> {
  const holds = holder(text);
  for await (const page of readSelectedPages(repository, run, selection)) {
    const rows = holds ? page.filter(({ json }) => holds(json)) : page;
    if (rows.length > 0) yield rows;
  }
}

/** Whether the JSON of a row holds a text; null when every row will do. */
function holder(text: string | undefined): ((json: string) => boolean) | null {
  if (text === undefined) return null;
  const sought = JSON.stringify(text).slice(1, -1).toLowerCase();
  return (json) => json.toLowerCase().includes(sought);
}

/** As {@link readRowPages}, for what repositories can select. */
async function* readSelectedPages(
  repository: RunRepository,
  run: LoggedRun,
  choice: RowChoice,
): AsyncIterable<readonly RunlogRow[]> {
  const all = { types: [], ...choice, throughSeq: Math.min(choice.throughSeq ?? Infinity, run.summary.rows) };
  const read = (afterSeq: number, limit: number) =>
    repository.readRows(run.run_id, { ...all, afterSeq, limit });
  let afterSeq = choice.afterSeq ?? 0;
  let limit = firstLimit(run.summary);
  let reading = afterSeq < all.throughSeq ? read(afterSeq, limit) : null;
  while (reading) {
    const page = await reading;
    reading = null;
    assertSound(run.run_id, all, afterSeq, page);
    if (page.length < limit) await assertComplete(repository, run, { ...all, afterSeq }, page.length);
    else {
      afterSeq = page.at(-1)?.seq ?? all.throughSeq;
      limit = nextLimit(page.length, lengthOf(page), LENGTHS.rows);
      if (afterSeq < all.throughSeq) reading = read(afterSeq, limit);
      reading?.catch(() => undefined); // a reader that goes on gets the error; nobody else needs it
    }
    if (page.length > 0) yield page;
  }
}

function lengthOf(page: readonly RunlogRow[]): number {
  let length = 0;
  for (const { json } of page) length += json.length;
  return length;
}

/** Makes sure that no row is missing between those of a page, and that each is whole, judging by its ends. */
function assertSound(runId: string, choice: RowChoice, afterSeq: number, page: readonly RunlogRow[]): void {
  const isGapless = !isFiltered(choice);
  let expected = afterSeq;
  for (const { seq, json } of page) {
    expected += 1;
    if (isGapless && seq !== expected) throw new CorruptRunlogError(runId, expected);
    if (!json.startsWith('{') || !json.endsWith('}')) throw new CorruptRunlogError(runId, seq);
  }
}

/** Makes sure that a page that came short did so because there are no further rows. */
async function assertComplete(
  repository: RunRepository,
  { run_id }: LoggedRun,
  choice: RowChoice & { readonly afterSeq: number; readonly throughSeq: number },
  found: number,
): Promise<void> {
  const { afterSeq, throughSeq } = choice;
  if (!isFiltered(choice)) {
    if (afterSeq + found < throughSeq) throw new CorruptRunlogError(run_id, afterSeq + found + 1);
    return;
  }
  const last = { afterSeq: throughSeq - 1, throughSeq, types: [], limit: 1 };
  if ((await repository.readRows(run_id, last)).length === 0) {
    throw new CorruptRunlogError(run_id, throughSeq);
  }
}
