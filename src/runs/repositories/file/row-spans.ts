import type { RunlogRow } from '../../run.repository.js';

/** Rows in a row that one attempt of one stage node wrote. */
export interface RowSpan {
  readonly from_seq: number;
  readonly stage_node: string | null;
  readonly attempt: number | null;
}

/** The spans after further rows. */
export function extendSpans(spans: readonly RowSpan[], rows: readonly RunlogRow[]): RowSpan[] {
  const extended = [...spans];
  for (const { seq, stageNode, attempt } of rows) {
    const last = extended.at(-1);
    if (last && last.stage_node === stageNode && last.attempt === attempt) continue;
    extended.push({ from_seq: seq, stage_node: stageNode, attempt });
  }
  return extended;
}

/** Who wrote a row. */
export function originOf(spans: readonly RowSpan[], seq: number): Pick<RunlogRow, 'stageNode' | 'attempt'> {
  const span = spans.findLast(({ from_seq }) => from_seq <= seq);
  return { stageNode: span?.stage_node ?? null, attempt: span?.attempt ?? null };
}
