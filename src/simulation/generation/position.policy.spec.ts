import { describe, expect, it } from '@jest/globals';
import { sampleComment } from '../../../test/support/sample-comment.js';
import { PureRandomSource } from '../../common/index.js';
import type { HeldPosition } from '../domain/position.js';
import { languageOf } from '../packs/language.js';
import type { Speaker } from '../packs/world.js';
import { Incident } from './incident.js';
import { firstPosition, persuaded } from './position.policy.js';

const SEED = {
  title: 'The tin is empty',
  summary: 'It was found open.',
  public_facts: ['Three keys were issued.', 'The lock was whole.'],
  stakeholders: ['the treasurer', 'the organist'],
  evidence_grade: 'A',
  evidence_type: 'ledger',
} as const;
const incident = new Incident(
  { ...SEED, public_facts: [...SEED.public_facts], stakeholders: [...SEED.stakeholders] },
  languageOf({}),
);
const speaker = { id: 'P01', community: { biases: ['keys tell tales'] } } as unknown as Speaker;
const random = new PureRandomSource().seeded('positions');
const DRAWS = Array.from({ length: 300 }, (_, draw) => draw);
const held: HeldPosition = {
  stance: 'against',
  reason: 'R',
  reason_id: null,
  about: 'the organist',
  firmness: 0.3,
  weighed: [],
};
const fact = sampleComment({ persona_id: 'P02', fact_id: 'public_fact:1', about: 'the treasurer' });
const weigh = (position: HeldPosition, comments = [fact]) =>
  DRAWS.map((draw) => persuaded('P01', position, comments, incident, random.stream(`${draw}`)));

describe('the position that a persona comes with', () => {
  const positions = DRAWS.map((draw) =>
    firstPosition(speaker, SEED, incident, undefined, random.stream(`first:${draw}`)),
  );

  it('is any, about one of the parties, with a fact or a conviction as its reason', () => {
    expect(new Set(positions.map(({ stance }) => stance))).toEqual(new Set(['for', 'against', 'undecided']));
    expect(new Set(positions.map(({ about }) => about))).toEqual(new Set(SEED.stakeholders));
    expect(new Set(positions.map(({ reason }) => reason))).toEqual(
      new Set([...SEED.public_facts, 'keys tell tales']),
    );
  });

  it('follows the archetype', () => {
    const never = firstPosition(speaker, SEED, incident, { for: 0, against: 0 }, random.stream('x'));
    expect(never.stance).toBe('undecided');
  });
});

describe('a fact that somebody cites against a position', () => {
  it('moves it now and then, with the fact as the new reason', () => {
    const moved = weigh(held).filter(({ because }) => because !== null);
    expect(moved.length).toBeGreaterThan(60);
    expect(moved.length).toBeLessThan(250);
    for (const { position } of moved) {
      expect(position.stance).not.toBe('against');
      expect(position).toMatchObject({ reason: 'Three keys were issued.', reason_id: 'public_fact:1' });
      expect(position.firmness).toBeGreaterThan(held.firmness);
    }
  });

  it('is weighed once, whether it moves or not', () => {
    for (const { position, tested } of weigh(held)) {
      expect([tested, position.weighed]).toEqual([true, ['public_fact:1']]);
    }
    const again = weigh({ ...held, weighed: ['public_fact:1'] });
    expect(again.every(({ tested, because }) => !tested && because === null)).toBe(true);
  });

  it('moves the firm less than the open, and nobody by what they say themselves or think already', () => {
    const count = (position: HeldPosition, comments = [fact]) =>
      weigh(position, comments).filter(({ because }) => because !== null).length;
    expect(count({ ...held, firmness: 1 })).toBeLessThan(count({ ...held, firmness: 0 }));
    expect(count({ ...held, stance: 'for' })).toBe(0);
    expect(count(held, [{ ...fact, persona_id: 'P01' }])).toBe(0);
    expect(count(held, [{ ...fact, fact_id: null }])).toBe(0);
  });
});
