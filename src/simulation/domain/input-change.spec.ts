import { describe, expect, it } from '@jest/globals';
import { changedAt, withChange } from './input-change.js';

const CALM = { U: 0, E: 20, M: 40, S: 40, H: 0 };
const HEATED = { U: 60, E: 0, M: 0, S: 0, H: 40 };

describe('changes of an input', () => {
  const changes = [
    { from_round: 2, dial: CALM },
    { from_round: 4, random_seed: 'four' },
    { from_round: 6, dial: HEATED },
  ];

  it.each([
    [1, {}],
    [2, { dial: CALM }],
    [5, { dial: CALM, random_seed: 'four' }],
    [9, { dial: HEATED, random_seed: 'four' }],
  ])('hold from their round on: %d', (round, now) => {
    expect(changedAt(changes, round)).toEqual(now);
  });

  it('stay as they are where nothing is added', () => {
    expect(withChange(changes, { from_round: 3 })).toEqual(changes);
  });

  it('give way to an added one of the same thing, from its round on', () => {
    expect(withChange(changes, { from_round: 2, dial: HEATED })).toEqual([
      { from_round: 2, dial: HEATED },
      { from_round: 4, random_seed: 'four' },
    ]);
    expect(withChange(changes, { from_round: 4, dial: HEATED })).toEqual([
      { from_round: 2, dial: CALM },
      { from_round: 4, dial: HEATED, random_seed: 'four' },
    ]);
    expect(withChange(changes, { from_round: 3, random_seed: 'three' })).toEqual([
      { from_round: 2, dial: CALM },
      { from_round: 3, random_seed: 'three' },
      { from_round: 6, dial: HEATED },
    ]);
  });
});
