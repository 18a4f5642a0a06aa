import { describe, expect, it } from '@jest/globals';
import { memeHeat, memePhase, memeProfile, type MemeProfile } from './meme.policy.js';

/** The heat after each of the first rounds. */
function heats(profile: MemeProfile, rounds: number): number[] {
  const run: number[] = [];
  for (let round = 1; round <= rounds; round++) run.push(memeHeat(profile, round, run.at(-1) ?? 0));
  return run;
}

describe('the heat of a meme', () => {
  it('that is explosive doubles nearly, and then halves every round', () => {
    expect(heats('explosive', 6)).toEqual([1, 1.8, 0.9, 0.45, 0.225, 0.1125]);
  });

  it('that is weekly rises to 1.4, and then cools slowly', () => {
    expect(heats('weekly', 6)).toEqual([0.9, 1.15, 1.4, 1.148, 0.9414, 0.7719]);
  });

  it('that is institutional hardly cools at all', () => {
    expect(heats('institutional', 5)).toEqual([0.95, 0.893, 0.8394, 0.789, 0.7417]);
  });

  it.each<MemeProfile>(['explosive', 'weekly', 'institutional'])(
    'that is %s never rises again once it fell',
    (profile) => {
      const later = heats(profile, 60).slice(2);
      expect(later).toEqual(later.toSorted((a, b) => b - a));
      expect(later.at(-1)).toBeLessThan(0.1);
    },
  );
});

describe('the phase of a meme', () => {
  it('goes from hub to factory, is amplified, and flows back from the third round on', () => {
    expect([1, 2, 3, 4, 60].map(memePhase)).toEqual([
      'hub_to_factory',
      'factory_amplify',
      'backflow',
      'backflow',
      'backflow',
    ]);
  });

  it('is none before the first round', () => {
    expect(memePhase(0)).toBe('none');
  });
});

describe('the profile of a meme', () => {
  it('is the one that its style tags name', () => {
    expect(memeProfile({ style_tags: ['tally', 'institutional'] })).toBe('institutional');
    expect(memeProfile({ style_tags: ['explosive'] })).toBe('explosive');
  });

  it('is weekly when they name none', () => {
    expect(memeProfile({ style_tags: [] })).toBe('weekly');
    expect(memeProfile({ style_tags: ['toString', 'absurd'] })).toBe('weekly');
  });
});
