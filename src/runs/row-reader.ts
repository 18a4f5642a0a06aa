import type { RunRecord } from './domain/run.js';
import type { RunRepository, RunlogRow } from './run.repository.js';

/** Rows read from the repository at a time. */
const PAGE_ROWS = 1_000;

/** The durable rows of a run up to its last one, a page at a time, so that memory stays flat. */
export async function* readAllRows(
  repository: RunRepository,
  { run_id, summary }: RunRecord,
  types: readonly string[] = [],
): AsyncIterable<RunlogRow> {
  const throughSeq = summary.rows;
  for (let afterSeq = 0; afterSeq < throughSeq;) {
    const page = await repository.readRows(run_id, { afterSeq, throughSeq, types, limit: PAGE_ROWS });
    yield* page;
    if (page.length < PAGE_ROWS) return;
    afterSeq = page.at(-1)?.seq ?? throughSeq;
  }
}
