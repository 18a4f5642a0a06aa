import type { RunRecord } from '../domain/run.js';
import { addRows, emptySummary, type StoredSummary } from '../domain/runlog-summary.js';
import { readRowPages } from '../log/row-reader.js';
import type { RunRepository } from '../ports/run.repository.js';
import type { RunlogRow } from '../ports/run-log-store.js';

/**
 * The summary that a run had when its log ended with the row `throughSeq`, counted from the rows.
 * @throws CorruptRunlogError when rows are missing or damaged
 */
export async function summaryThrough(
  repository: RunRepository,
  source: RunRecord,
  throughSeq: number,
): Promise<StoredSummary> {
  let summary = emptySummary();
  for await (const page of readRowPages(repository, source, { throughSeq })) {
    summary = addRows(summary, page.map(withTime));
  }
  return summary;
}

function withTime(row: RunlogRow) {
  return { ...row, at: (JSON.parse(row.json) as { readonly at: string }).at };
}
