import { numberAt, objectAt, textAt, type ReportRow } from '../report/row-fields.js';

/** The figures of a round that was played to its end. Shares are 0 to 1; null where there is nothing to share. */
export interface RoundTableRow {
  round: number;
  participant_count: number;
  comment_count: number;
  upvote_count: number;
  report_count: number;
  max_score: number;
  status: string;
  /** Comments of the round that cite something, among its comments. */
  evidence_share: number | null;
  /** Replies of the round to a member of the speaker's own community, among its replies. */
  reply_homophily: number | null;
  /**
   * Variance of the positions of all who have spoken so far, with against, undecided and for as -1, 0 and 1: 0 when all
   * agree, 1 when they are split in halves. Null in logs without positions.
   */
  polarisation: number | null;
}

/** The columns of a table of rounds, in order. */
export const ROUND_COLUMNS = [
  'round',
  'participant_count',
  'comment_count',
  'upvote_count',
  'report_count',
  'max_score',
  'status',
  'evidence_share',
  'reply_homophily',
  'polarisation',
] as const satisfies readonly (keyof RoundTableRow)[];

const VALUES: Readonly<Record<string, number>> = { against: -1, undecided: 0, for: 1 };

/** Counts the rounds of a thread, row by row. */
class RoundFiguresCounter {
  private readonly communities = new Map<string, string>();
  private readonly positions = new Map<string, number>();
  private comments = 0;
  private cited = 0;
  private replies = 0;
  private repliesInside = 0;

  /** @returns the figures of the round that ends with this row; null when none does */
  add(row: ReportRow): RoundTableRow | null {
    if (row.type === 'round') this.addComment(row);
    if (row.type === 'position_change') this.place(textAt(row, 'persona_id'), stanceAt(row, 'to'));
    if (row.type !== 'round_summary') return null;
    const figures = this.figuresOf(row);
    this.comments = this.cited = this.replies = this.repliesInside = 0;
    return figures;
  }

  private addComment(row: ReportRow): void {
    const persona = textAt(row, 'persona_id');
    const community = textAt(row, 'community_id');
    this.communities.set(persona, community);
    this.place(persona, stanceAt(row, 'position'));
    this.comments += 1;
    if (textAt(objectAt(row, 'evidence'), 'id') !== '') this.cited += 1;
    const answered = textAt(objectAt(row, 'reply_to'), 'persona_id');
    if (answered === '') return;
    this.replies += 1;
    if (this.communities.get(answered) === community) this.repliesInside += 1;
  }

  private place(persona: string, stance: string): void {
    const value = VALUES[stance];
    if (value !== undefined) this.positions.set(persona, value);
  }

  private figuresOf(row: ReportRow): RoundTableRow {
    return {
      round: numberAt(row, 'round'),
      participant_count: numberAt(row, 'participant_count'),
      comment_count: numberAt(row, 'comment_count'),
      upvote_count: numberAt(row, 'upvote_count'),
      report_count: numberAt(row, 'report_count'),
      max_score: numberAt(row, 'max_score'),
      status: textAt(row, 'status'),
      evidence_share: share(this.cited, this.comments),
      reply_homophily: share(this.repliesInside, this.replies),
      polarisation: variance([...this.positions.values()]),
    };
  }
}

/** The stance of a position: an object with a `stance`, or the stance itself. */
function stanceAt(row: ReportRow, field: string): string {
  return textAt(objectAt(row, field), 'stance', textAt(row, field));
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : rounded(part / whole);
}

function variance(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return rounded(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

/** The rounds of a log, in order. */
export async function* roundTable(rows: AsyncIterable<ReportRow>): AsyncIterable<RoundTableRow> {
  const counter = new RoundFiguresCounter();
  for await (const row of rows) {
    const figures = counter.add(row);
    if (figures) yield figures;
  }
}
