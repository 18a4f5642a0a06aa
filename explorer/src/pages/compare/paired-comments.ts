import type { Row, Schemas } from '../../api/types.js';
import type { CommentRow } from '../run/thread/thread-types.js';

type Diff = Schemas['RunDiff'];
type InterventionRow = Schemas['InterventionRow'];
type PairKind = 'same' | Schemas['CommentChange']['kind'];

/** The types of rows that are compared as text. */
export const COMPARED_TYPES = ['intervention', 'round'] as const;

/** What stands beside each other in two threads. */
export type ThreadPair =
  | { readonly kind: 'head'; readonly key: string; readonly round: Diff['rounds'][number] }
  | {
      readonly kind: 'intervention';
      readonly key: string;
      readonly left: InterventionRow | null;
      readonly right: InterventionRow | null;
    }
  | {
      readonly kind: 'comment';
      readonly key: string;
      readonly change: PairKind;
      readonly left: CommentRow | null;
      readonly right: CommentRow | null;
    };
type CommentPair = Extract<ThreadPair, { kind: 'comment' }>;

/** The rows of one round of a thread. */
interface RoundRows {
  readonly comments: CommentRow[];
  readonly interventions: InterventionRow[];
}

/** Two threads beside each other, round by round. A comment is compared with the one in its place of the same persona. */
export function pairsOf(diff: Diff, left: readonly Row[], right: readonly Row[]): ThreadPair[] {
  const [mine, others] = [byRound(left), byRound(right)];
  return diff.rounds.flatMap((round): ThreadPair[] => {
    const [one, other] = [rowsIn(mine, round.round), rowsIn(others, round.round)];
    return [
      { kind: 'head', key: `round ${round.round}`, round },
      ...pairedInterventions(one.interventions, other.interventions),
      ...pairedComments(one.comments, other.comments, round.changes),
    ];
  });
}

function byRound(rows: readonly Row[]): ReadonlyMap<number, RoundRows> {
  const rounds = new Map<number, RoundRows>();
  for (const row of rows) {
    const round = Number(row['round']);
    const there = rowsIn(rounds, round);
    rounds.set(round, there);
    if (row.type === 'intervention') there.interventions.push(row as unknown as InterventionRow);
    else there.comments.push(row as unknown as CommentRow);
  }
  return rounds;
}

const rowsIn = (rounds: ReadonlyMap<number, RoundRows>, round: number): RoundRows =>
  rounds.get(round) ?? { comments: [], interventions: [] };

function pairedInterventions(
  left: readonly InterventionRow[],
  right: readonly InterventionRow[],
): ThreadPair[] {
  const open = new Map(right.map((row) => [contentOf(row), row]));
  const pairs = left.map((row): ThreadPair => {
    const content = contentOf(row);
    const partner = open.get(content) ?? null;
    open.delete(content);
    return { kind: 'intervention', key: `left ${row.seq}`, left: row, right: partner };
  });
  const added = [...open.values()].map((row): ThreadPair => ({
    kind: 'intervention',
    key: `right ${row.seq}`,
    left: null,
    right: row,
  }));
  return [...pairs, ...added];
}

function contentOf({ seq: _seq, at: _at, ...content }: InterventionRow): string {
  return JSON.stringify(content);
}

function pairedComments(
  left: readonly CommentRow[],
  right: readonly CommentRow[],
  changes: readonly Schemas['CommentChange'][],
): ThreadPair[] {
  const places = keyed(right);
  const changed = new Set(changes.map(({ left_seq }) => left_seq));
  const known = new Set<string>();
  const pairs = [...keyed(left)].map(([key, row]): CommentPair => {
    known.add(key);
    const partner = places.get(key) ?? null;
    const kind = partner === null ? 'only_left' : changed.has(row.seq) ? 'changed' : 'same';
    return { kind: 'comment', key: `left ${row.seq}`, change: kind, left: row, right: partner };
  });
  return withAdded(pairs, places, known);
}

/** Puts each comment that is new on the right after the one that it follows there. */
function withAdded(
  pairs: readonly CommentPair[],
  right: ReadonlyMap<string, CommentRow>,
  known: ReadonlySet<string>,
): ThreadPair[] {
  const followers = new Map<number, CommentPair[]>();
  let before = 0;
  for (const [key, row] of right) {
    if (known.has(key)) before = row.seq;
    else {
      const pair: CommentPair = {
        kind: 'comment',
        key: `right ${row.seq}`,
        change: 'only_right',
        left: null,
        right: row,
      };
      followers.set(before, [...(followers.get(before) ?? []), pair]);
    }
  }
  const after = (seq: number) => followers.get(seq) ?? [];
  return [...after(0), ...pairs.flatMap((pair) => [pair, ...(pair.right ? after(pair.right.seq) : [])])];
}

/** Each comment by its persona, and how often that has spoken in the round before. */
function keyed(comments: readonly CommentRow[]): ReadonlyMap<string, CommentRow> {
  const times = new Map<string, number>();
  return new Map(
    comments.map((row) => {
      const before = times.get(row.persona_id) ?? 0;
      times.set(row.persona_id, before + 1);
      return [`${row.persona_id} ${before}`, row];
    }),
  );
}
