import type { Dial } from './seed.js';

/** What holds from a round on, in place of what the run began with. */
export interface InputChange {
  /** 1 is the first round; {@link BEFORE_ROUNDS} and {@link AFTER_ROUNDS} stand for what comes before and after them. */
  readonly from_round: number;
  readonly dial?: Dial;
  readonly random_seed?: string;
}

/** Stands for the choice of the thread. */
export const BEFORE_ROUNDS = 0;
/** Stands for what comes when the rounds are over; no run has so many. */
export const AFTER_ROUNDS = 1_001;
/** Changes of a run at the most. */
export const MOST_CHANGES = 20;

/** What holds at a round; what has not changed is left out. */
export function changedAt(
  changes: readonly InputChange[],
  round: number,
): { readonly dial?: Dial; readonly random_seed?: string } {
  const { from_round: _, ...now } = changes
    .filter(({ from_round }) => from_round <= round)
    .reduce((all, change) => ({ ...all, ...change }), { from_round: 0 });
  return now;
}

/** The changes of a run, with one more that holds from its round on: later ones of the same things are gone. */
export function withChange(changes: readonly InputChange[], added: InputChange): InputChange[] {
  const { from_round: from, dial, random_seed } = added;
  const before = changes.filter(({ from_round }) => from_round < from);
  const later = changes
    .filter(({ from_round }) => from_round >= from)
    .map(({ from_round, ...then }) => ({
      from_round,
      ...(dial === undefined && then.dial !== undefined && { dial: then.dial }),
      ...(random_seed === undefined && then.random_seed !== undefined && { random_seed: then.random_seed }),
    }));
  const same = later.filter(({ from_round }) => from_round === from);
  const merged = same.reduce<InputChange>((all, change) => ({ ...change, ...all }), added);
  const rest = later.filter(({ from_round }) => from_round > from);
  return [...before, merged, ...rest].filter((change) => Object.keys(change).length > 1);
}
