import { createHash } from 'node:crypto';
import { numberAt, textAt, type ReportRow } from '../report/row-fields.js';
import type { ContentRow } from './content-rows.js';

/** What was said; how it was received is not part of it. */
const SAID = ['text', 'claim', 'intent', 'evidence', 'reply_to', 'withheld'];

/** The figures of a round that was played. */
export interface RoundFigures {
  participant_count: number;
  comment_count: number;
  upvote_count: number;
  report_count: number;
  max_score: number;
  status: string;
}

/** A comment, as far as it is compared. */
export interface ComparedComment {
  readonly personaId: string;
  readonly seq: number;
  /** Equal for comments that say the same. */
  readonly digest: string;
}

/** What was counted in one round of a thread. */
export interface ThreadRound {
  figures: RoundFigures | null;
  /** By persona, and which of its comments of the round it is. */
  readonly comments: Map<string, ComparedComment>;
}

/** Counts a thread, row by row. */
export class ThreadFigures {
  readonly rounds = new Map<number, ThreadRound>();
  positionChanges = 0;

  add({ row, members }: ContentRow): void {
    if (row.type === 'round') this.addComment(row, members);
    if (row.type === 'position_change') this.positionChanges += 1;
    if (row.type === 'round_summary') this.roundOf(row).figures = figuresOf(row);
  }

  /** The sum of a figure over all rounds. */
  total(name: 'comment_count' | 'upvote_count' | 'report_count'): number {
    return [...this.rounds.values()].reduce((sum, { figures }) => sum + (figures?.[name] ?? 0), 0);
  }

  private addComment(row: ReportRow, members: ContentRow['members']): void {
    const { comments } = this.roundOf(row);
    const personaId = textAt(row, 'persona_id');
    const digest = createHash('sha256').update(JSON.stringify(SAID.map((name) => members.get(name))));
    const comment = { personaId, seq: numberAt(row, 'seq'), digest: digest.digest('base64') };
    let turn = 1;
    while (comments.has(`${personaId} ${turn}`)) turn += 1;
    comments.set(`${personaId} ${turn}`, comment);
  }

  private roundOf(row: ReportRow): ThreadRound {
    const number = numberAt(row, 'round');
    const known = this.rounds.get(number);
    if (known) return known;
    const round: ThreadRound = { figures: null, comments: new Map() };
    this.rounds.set(number, round);
    return round;
  }
}

function figuresOf(row: ReportRow): RoundFigures {
  return {
    participant_count: numberAt(row, 'participant_count'),
    comment_count: numberAt(row, 'comment_count'),
    upvote_count: numberAt(row, 'upvote_count'),
    report_count: numberAt(row, 'report_count'),
    max_score: numberAt(row, 'max_score'),
    status: textAt(row, 'status'),
  };
}
