import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { PureRandomSource } from '../../common/index.js';
import type { Dial } from '../domain/seed.js';
import type { PersonaMemory, SpokenComment } from '../domain/thread-state.js';
import { sampleComment } from '../../../test/support/sample-comment.js';
import { INTENTS, type Intent } from '../domain/intent.js';
import { OPPOSED, chooseIntent, temperOf } from './comment-plan.js';

const DRAWS = 2_000;
const EVEN: Dial = { U: 20, E: 20, M: 20, S: 20, H: 20 };
const random = new PureRandomSource().seeded('plan');

function spoke(persona_id: string, intent: Intent): SpokenComment {
  return sampleComment({ persona_id, intent });
}

function memory(mood: PersonaMemory['mood'], last_intent: Intent | null = null): PersonaMemory {
  return { comments: 1, upvotes: 0, reports: 0, last_intent, mood };
}

/** Draws, one a stream. */
function draw<T>(what: (stream: ReturnType<typeof random.stream>) => T): T[] {
  return Array.from({ length: DRAWS }, (_, number) => what(random.stream(`draw:${number}`)));
}

/** How often each intent is chosen, 0..1. */
function shares(
  dial: Dial,
  archetype?: Partial<Record<Intent, number>>,
  remembered?: PersonaMemory,
  recent: SpokenComment[] = [],
): Record<Intent, number> {
  const intents = draw((stream) => chooseIntent({ dial }, archetype, remembered, recent, stream));
  const share = (intent: Intent) => intents.filter((chosen) => chosen === intent).length / DRAWS;
  return Object.fromEntries(INTENTS.map((intent) => [intent, share(intent)])) as Record<Intent, number>;
}

describe('what a persona wants', () => {
  it('is drawn evenly where nothing leans to anything', () => {
    for (const share of Object.values(shares(EVEN))) expect(Math.abs(share - 0.2)).toBeLessThan(0.04);
  });

  it.each<[keyof Dial, Intent]>([
    ['U', 'alert'],
    ['E', 'evidence'],
    ['M', 'mediate'],
    ['S', 'safety'],
    ['H', 'hype'],
  ])('follows the axis %s of the dial to %s', (axis, intent) => {
    const dial = { U: 0, E: 0, M: 0, S: 0, H: 0, [axis]: 100 };
    expect(Math.abs(shares(dial)[intent] - 1.25 / 2.25)).toBeLessThan(0.04);
  });

  it('follows the archetype', () => {
    expect(shares(EVEN, { hype: 3 }).hype).toBeGreaterThan(shares(EVEN).hype + 0.1);
    expect(shares(EVEN, { hype: 0 }).hype).toBeLessThan(shares(EVEN).hype - 0.05);
  });

  it('stays what it was, more often than not', () => {
    expect(shares(EVEN, undefined, memory('none', 'hype')).hype).toBeGreaterThan(0.45);
  });

  it('is calmer after reports', () => {
    const calm = shares(EVEN, undefined, memory('reported'));
    expect(calm.hype).toBeLessThan(shares(EVEN).hype);
    expect(calm.alert).toBeLessThan(shares(EVEN).alert);
    expect(calm.mediate).toBeGreaterThan(shares(EVEN).mediate);
  });

  it('is more of the same after upvotes', () => {
    const again = shares(EVEN, undefined, memory('none', 'hype')).hype;
    expect(shares(EVEN, undefined, memory('upvoted', 'hype')).hype).toBeGreaterThan(again + 0.03);
  });

  it('is rather the opposite where the last two speakers want the same', () => {
    const agreed = shares(EVEN, undefined, undefined, [spoke('P02', 'hype'), spoke('P03', 'hype')]);
    expect(agreed.evidence).toBeGreaterThan(shares(EVEN).evidence);
    expect(agreed.hype).toBeLessThan(shares(EVEN).hype);
    const divided = shares(EVEN, undefined, undefined, [spoke('P02', 'hype'), spoke('P03', 'alert')]);
    expect(divided).toEqual(shares(EVEN));
  });
});

it('intents that pull against each other do so both ways', () => {
  for (const intent of INTENTS) {
    for (const other of OPPOSED[intent]) expect(OPPOSED[other]).toContain(intent);
  }
});

describe('how likely a persona loses its temper', () => {
  it('depends on the intent, on reports, and on whom it answers', () => {
    expect(temperOf('hype', undefined, false)).toBeCloseTo(0.14, 12);
    expect(temperOf('mediate', memory('upvoted'), false)).toBeCloseTo(0.03, 12);
    expect(temperOf('hype', memory('reported'), false)).toBeCloseTo(0.14 * 1.6, 12);
    expect(temperOf('hype', memory('reported'), true)).toBeCloseTo(0.14 * 1.6 * 2, 12);
  });
});
