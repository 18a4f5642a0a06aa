import { describe, expect, it } from '@jest/globals';
import { decideRecovery, type Deaths } from './recovery.policy.js';

const deaths = (more: Partial<Deaths> = {}): Deaths => ({
  recoveries: 0,
  wasAlone: false,
  isBlamed: false,
  ...more,
});

/** The decisions for a run that crashes every time, until it is given up. */
function decisions(limit: number, isBlamed = false): string[] {
  const decided: string[] = [];
  for (let recoveries = 0; decided.at(-1) !== 'give_up'; recoveries++) {
    decided.push(decideRecovery({ recoveries, wasAlone: decided.at(-1) === 'alone', isBlamed }, limit));
  }
  return decided;
}

describe('the recovery of a run whose process crashed', () => {
  it('is together with others at first, and alone after a second crash at the same checkpoint', () => {
    expect(decideRecovery(deaths(), 5)).toBe('together');
    expect(decideRecovery(deaths({ recoveries: 1 }), 5)).toBe('alone');
  });

  it('is alone at once when the run is known to have crashed the process', () => {
    expect(decideRecovery(deaths({ isBlamed: true }), 5)).toBe('alone');
  });

  it.each([
    [1, ['alone', 'give_up']],
    [2, ['together', 'alone', 'give_up']],
    [5, ['together', 'alone', 'alone', 'alone', 'alone', 'give_up']],
  ])('happens %i times before a run that crashes every time is given up', (limit, expected) => {
    expect(decisions(limit)).toEqual(expected);
    expect(decisions(limit, true)).toHaveLength(limit + 1);
  });

  it('never gives up a run while another one may have been the cause', () => {
    expect(decideRecovery(deaths({ recoveries: 99 }), 2)).toBe('alone');
  });

  it('gives up a run at its first crash with a limit of 0', () => {
    expect(decisions(0)).toEqual(['give_up']);
  });
});
