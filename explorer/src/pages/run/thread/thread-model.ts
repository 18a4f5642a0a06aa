import type { Row, Schemas } from '../../../api/types.js';
import type { CommentRow, GateRow, Names, OpeningRow, Stance, ThreadItem } from './thread-types.js';

/** How many hold which position. */
export type Positions = Readonly<Record<Stance, number>>;

/** The thread at the end of a round. */
export interface RoundState {
  readonly round: number;
  readonly status: string;
  readonly reports: number;
  readonly upvotes: number;
  readonly comments: number;
  readonly heat: number | null;
  readonly positions: Positions;
}

export interface ThreadModel {
  readonly items: readonly ThreadItem[];
  readonly rounds: readonly RoundState[];
  readonly names: Names;
  readonly redactions: Schemas['ContextRow']['redactions'];
  /** The names of personas by their ids: some change sides before they say a word. */
  readonly people: ReadonlyMap<string, string>;
}

/** Builds the thread of a log, row by row. */
class ThreadBuilder {
  readonly items: ThreadItem[] = [];
  readonly rounds: RoundState[] = [];
  names: Names = {};
  redactions: Schemas['ContextRow']['redactions'];
  private objections: GateRow[] = [];
  private heat: number | null = null;
  private reports = 0;
  private readonly comments = new Map<number, CommentRow>();
  /** The names of personas, as far as rows tell them. */
  readonly people = new Map<string, string>();
  private readonly stances = new Map<string, Stance>();

  add(row: Schemas['KnownRunlogRow']): void {
    switch (row.type) {
      case 'context':
        this.names = row.names ?? {};
        this.redactions = row.redactions;
        return;
      case 'gate':
        if (row.gates.some(({ passed }) => !passed)) this.objections.push(row);
        return;
      case 'thread_selected':
        return this.addOpening(row);
      case 'round':
        return this.addComment(row);
      case 'meme_flow':
        this.heat = row.meme_heat;
        return;
      case 'round_summary':
        return this.endRound(row);
      case 'position_change':
        return this.move(row);
      case 'end_condition':
        this.items.push({ kind: 'end', row, round: row.ended_round });
        return;
      default:
        this.addEvent(row);
    }
  }

  private addEvent(row: Schemas['KnownRunlogRow']): void {
    const { items } = this;
    if (row.type === 'action') {
      this.reports += row.report_delta ?? 0;
      items.push({ kind: 'action', row, round: row.round });
    } else if (row.type === 'notice') items.push({ kind: 'notice', row, round: row.round });
    else if (row.type === 'notice_reply') {
      this.people.set(row.persona_id, row.persona_name);
      items.push({ kind: 'notice_reply', row, round: row.round });
    } else if (row.type === 'appeal') items.push({ kind: 'appeal', row, round: row.round });
    else if (row.type === 'intervention') items.push({ kind: 'intervention', row, round: row.round });
    else if (row.type === 'cross_inflow') {
      for (const [index, id] of row.arrivals.entries()) this.people.set(id, row.arrival_names?.[index] ?? id);
      items.push({ kind: 'cross_inflow', row, round: row.round });
    }
  }

  private addOpening(row: OpeningRow): void {
    const objections = this.objections.filter(({ persona_id }) => persona_id === (row.persona_id ?? null));
    this.objections = [];
    if (row.persona_id && row.persona_name) this.people.set(row.persona_id, row.persona_name);
    this.items.push({ kind: 'opening', row, objections, round: 0 });
  }

  private addComment(row: CommentRow): void {
    const isOwn = ({ persona_id, round }: GateRow) => persona_id === row.persona_id && round === row.round;
    const objections = this.objections.filter(isOwn);
    this.objections = this.objections.filter((gate) => !isOwn(gate));
    this.comments.set(row.seq, row);
    this.people.set(row.persona_id, row.persona_name);
    if (row.position) this.stances.set(row.persona_id, row.position.stance);
    const answered = this.comments.get(row.reply_to?.seq ?? 0) ?? null;
    this.items.push({ kind: 'comment', row, objections, answered, round: row.round });
  }

  private move(row: Schemas['PositionChangeRow']): void {
    this.stances.set(row.persona_id, row.to.stance);
    const because = typeof row.because === 'number' ? (this.comments.get(row.because) ?? null) : null;
    this.items.push({ kind: 'position_change', row, because, round: row.round });
  }

  private endRound(row: Schemas['RoundSummaryRow']): void {
    this.reports += row.report_count;
    const positions = { for: 0, undecided: 0, against: 0 };
    for (const stance of this.stances.values()) positions[stance] += 1;
    this.rounds.push({
      round: row.round,
      status: row.status,
      reports: this.reports,
      upvotes: row.upvote_count,
      comments: row.comment_count,
      heat: this.heat,
      positions,
    });
    this.items.push({ kind: 'round', row, round: row.round });
  }
}

/** The thread that the rows of a log tell. */
export function threadOf(rows: readonly Row[]): ThreadModel {
  const builder = new ThreadBuilder();
  for (const row of rows) builder.add(row as unknown as Schemas['KnownRunlogRow']);
  const { items, rounds, names, redactions, people } = builder;
  return { items, rounds, names, redactions, people };
}
