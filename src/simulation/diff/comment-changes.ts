import type { ComparedComment, ThreadRound } from './thread-figures.js';

/** How many comments of two threads say the same. */
export interface CommentCounts {
  same: number;
  changed: number;
  only_left: number;
  only_right: number;
}

/** A comment that is not the same in both threads. */
export interface CommentChange {
  kind: 'changed' | 'only_left' | 'only_right';
  persona_id: string;
  /** The row in the left log; null when it is not there. */
  left_seq: number | null;
  right_seq: number | null;
}

/** Compares the comments of a round: a persona's first with its first, and so on. */
export function commentChanges(
  left: ThreadRound['comments'],
  right: ThreadRound['comments'],
): { counts: CommentCounts; changes: CommentChange[] } {
  const counts: CommentCounts = { same: 0, changed: 0, only_left: 0, only_right: 0 };
  const changes: CommentChange[] = [];
  for (const key of new Set([...left.keys(), ...right.keys()])) {
    const [mine, other] = [left.get(key) ?? null, right.get(key) ?? null];
    const kind = kindOf(mine, other);
    counts[kind] += 1;
    if (kind === 'same') continue;
    const persona_id = mine?.personaId ?? other?.personaId ?? '';
    changes.push({ kind, persona_id, left_seq: mine?.seq ?? null, right_seq: other?.seq ?? null });
  }
  return { counts, changes };
}

function kindOf(left: ComparedComment | null, right: ComparedComment | null): keyof CommentCounts {
  if (left === null) return 'only_right';
  if (right === null) return 'only_left';
  return left.digest === right.digest ? 'same' : 'changed';
}

/** The sums of counts. */
export function addedUp(all: readonly CommentCounts[]): CommentCounts {
  const sum = (name: keyof CommentCounts): number => all.reduce((total, counts) => total + counts[name], 0);
  return {
    same: sum('same'),
    changed: sum('changed'),
    only_left: sum('only_left'),
    only_right: sum('only_right'),
  };
}
