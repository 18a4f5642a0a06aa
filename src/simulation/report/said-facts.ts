import { numberAt, objectAt, textAt, type ReportRow } from './row-fields.js';

/** Somebody changed a position. */
export interface PositionFact {
  readonly seq: number | null;
  readonly round: number;
  readonly persona_id: string;
  readonly from: string;
  readonly to: string;
  /** What the persona thinks now, and why; empty when the log does not say. */
  readonly reason: string;
  /** The row of the comment that did it; null for an intervention. */
  readonly because: number | null;
}

/** What moderation, or somebody who speaks to it, said; as its row has it. */
export interface SaidFact {
  readonly seq: number | null;
  readonly round: number;
  readonly kind: string;
  readonly persona_id: string;
  readonly name: string;
  /** How a reply takes the notice, or what became of an appeal. */
  readonly code: string;
  readonly reason: string;
  readonly text: string;
  readonly answer: string;
}

/** A `notice`, `notice_reply` or `appeal` row. */
export function readSaid(row: ReportRow): SaidFact {
  const persona_id = textAt(row, 'persona_id');
  return {
    seq: numberAt(row, 'seq') || null,
    round: numberAt(row, 'round'),
    kind: textAt(row, 'kind'),
    persona_id,
    name: textAt(row, 'persona_name', persona_id),
    code: textAt(row, 'stance', textAt(row, 'outcome')),
    reason: textAt(row, 'reason'),
    text: textAt(row, 'text'),
    answer: textAt(row, 'answer'),
  };
}

/** A `position_change` row; positions are words, or objects with a word and a reason. */
export function readPosition(row: ReportRow): PositionFact {
  return {
    seq: numberAt(row, 'seq') || null,
    round: numberAt(row, 'round'),
    persona_id: textAt(row, 'persona_id'),
    from: stanceAt(row, 'from'),
    to: stanceAt(row, 'to'),
    reason: textAt(objectAt(row, 'to'), 'reason'),
    because: numberAt(row, 'because') || null,
  };
}

function stanceAt(row: ReportRow, field: string): string {
  return textAt(row, field, textAt(objectAt(row, field), 'stance'));
}
