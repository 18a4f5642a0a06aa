import type { RowSelection, RunlogRow } from '../../runs/index.js';

/** Rows in a row that one attempt of one stage node wrote. */
export interface RowSpan {
  readonly from_seq: number;
  readonly stage_node: string | null;
  readonly attempt: number | null;
}

/** Rows in a row, both ends included. */
export interface RowRange {
  readonly from: number;
  readonly through: number;
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
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((spans[middle]?.from_seq ?? 0) <= seq) low = middle + 1;
    else high = middle;
  }
  const span = spans[low - 1];
  return { stageNode: span?.stage_node ?? null, attempt: span?.attempt ?? null };
}

/** Ranges with fewer rows than these between them are read as one. */
const SMALL_GAP = 256;

/**
 * Where the rows of a selection's stage node and attempt stand in a log of so many rows. Other rows may stand between
 * them.
 */
export function rangesOf(spans: readonly RowSpan[], selection: RowSelection, rows: number): RowRange[] {
  const { afterSeq, throughSeq = rows } = selection;
  const whole = { from: afterSeq + 1, through: Math.min(throughSeq, rows) };
  if (whole.from > whole.through) return [];
  if (selection.stageNode === undefined && selection.attempt === undefined) return [whole];
  const ranges: RowRange[] = [];
  for (const [index, span] of spans.entries()) {
    const from = Math.max(span.from_seq, whole.from);
    const through = Math.min((spans[index + 1]?.from_seq ?? Infinity) - 1, whole.through);
    if (from > through || !isSelected({ stageNode: span.stage_node, attempt: span.attempt }, selection))
      continue;
    const last = ranges.at(-1);
    if (last && from - last.through < SMALL_GAP) ranges[ranges.length - 1] = { from: last.from, through };
    else ranges.push({ from, through });
  }
  return ranges;
}

/** Whether a selection asks for rows of this origin. */
export function isSelected(
  origin: Pick<RunlogRow, 'stageNode' | 'attempt'>,
  { stageNode, attempt }: RowSelection,
): boolean {
  return (
    (stageNode === undefined || origin.stageNode === stageNode) &&
    (attempt === undefined || origin.attempt === attempt)
  );
}
