import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { PureRandomSource } from '../../common/index.js';
import type { Dial, Passage } from '../domain/seed.js';
import type { PersonaMemory, SpokenComment } from '../domain/thread-state.js';
import { INTENTS, type Intent } from '../domain/intent.js';
import type { Speaker } from '../packs/world.js';
import { OPPOSED, chooseEvidence, chooseIntent, chooseReply, citable, temperOf } from './comment-plan.js';

const DRAWS = 2_000;
const EVEN: Dial = { U: 20, E: 20, M: 20, S: 20, H: 20 };
const PASSAGES: Passage[] = [
  { id: 'rule:R1', section: 'policy', kind: 'rule', source: 'Rules', text: 'Sign twice.', grade: 'B' },
  {
    id: 'community:X',
    section: 'hierarchy',
    kind: 'community',
    source: 'Map',
    text: 'dockers, night shift',
    grade: 'A',
  },
];
const SEED = { public_facts: ['Forty were counted.'], evidence_grade: 'A' } as const;
const ME = { id: 'P01' } as Speaker;
const random = new PureRandomSource().seeded('plan');

function spoke(persona_id: string, intent: Intent): SpokenComment {
  return { persona_id, name: `Name of ${persona_id}`, intent, claim: 'A claim.' };
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

  it('is calmer after reports', () => {
    const calm = shares(EVEN, undefined, memory('reported', 'hype'));
    expect(calm.hype).toBeLessThan(shares(EVEN).hype);
    expect(calm.alert).toBeLessThan(shares(EVEN).alert);
    expect(calm.mediate).toBeGreaterThan(shares(EVEN).mediate);
  });

  it('is more of the same after upvotes', () => {
    expect(shares(EVEN, undefined, memory('upvoted', 'hype')).hype).toBeGreaterThan(shares(EVEN).hype + 0.03);
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

const ALL = citable({ ...SEED, public_facts: [...SEED.public_facts] }, PASSAGES);
const cited = (intent: Intent, required = false) =>
  draw((stream) => chooseEvidence(intent, ALL, required, stream));

/** How often a comment of an intent cites something, 0..1. */
function citedShare(intent: Intent): number {
  return cited(intent).filter((evidence) => evidence !== null).length / DRAWS;
}

describe('what a claim rests on', () => {
  it('is nothing more often the less the intent is about evidence', () => {
    expect(Math.abs(citedShare('evidence') - 0.9)).toBeLessThan(0.04);
    expect(Math.abs(citedShare('hype') - 0.3)).toBeLessThan(0.04);
  });

  it('is something always once a gate asked for it', () => {
    expect(cited('hype', true)).not.toContain(null);
  });

  it('is a public fact of the grade of the seed, or a passage, but none that is a list of words', () => {
    const all = new Map(cited('evidence', true).map((evidence) => [evidence?.id, evidence]));
    expect(new Set(all.keys())).toEqual(new Set(['public_fact:1', 'rule:R1']));
    expect(all.get('public_fact:1')).toEqual({
      kind: 'public_fact',
      id: 'public_fact:1',
      text: 'Forty were counted.',
      source: null,
      grade: 'A',
    });
    expect(all.get('rule:R1')).toEqual({
      kind: 'rule',
      id: 'rule:R1',
      text: 'Sign twice.',
      source: 'Rules',
      grade: 'B',
    });
  });

  it('is nothing where there is nothing, even when it is asked for', () => {
    const nothing = citable({ public_facts: [], evidence_grade: 'A' }, []);
    expect(chooseEvidence('evidence', nothing, true, random.stream('x'))).toBeNull();
  });
});

const answers = (intent: Intent, recent: SpokenComment[], hostile = false) =>
  draw((stream) => chooseReply(ME, intent, recent, () => hostile, stream)).filter((reply) => reply !== null);

const stancesOf = (intent: Intent, theirs: Intent, hostile = false) =>
  new Set(answers(intent, [spoke('P02', theirs)], hostile).map(({ stance }) => stance));

describe('what a comment answers', () => {
  it('is one of the last comments, about half of the time', () => {
    const replies = answers('alert', [spoke('P02', 'alert'), spoke('P03', 'hype')]);
    expect(Math.abs(replies.length / DRAWS - 0.55)).toBeLessThan(0.04);
    expect(new Set(replies.map(({ persona_id }) => persona_id))).toEqual(new Set(['P02', 'P03']));
  });

  it("is never the persona's own, and nothing where nobody else spoke", () => {
    expect(answers('alert', [spoke('P01', 'hype')])).toEqual([]);
    expect(answers('alert', [])).toEqual([]);
  });

  it('agrees with the same intent, opposes the opposite, and asks otherwise', () => {
    expect(stancesOf('evidence', 'evidence')).toEqual(new Set(['agree']));
    expect(stancesOf('evidence', 'hype')).toEqual(new Set(['oppose']));
    expect(stancesOf('evidence', 'safety')).toEqual(new Set(['ask']));
    expect(stancesOf('evidence', 'evidence', true)).toEqual(new Set(['oppose']));
  });

  it('is not older than four comments', () => {
    const recent = ['P02', 'P03', 'P04', 'P05', 'P06'].map((id) => spoke(id, 'alert'));
    const ids = new Set(answers('alert', recent).map(({ persona_id }) => persona_id));
    expect(ids).toEqual(new Set(['P03', 'P04', 'P05', 'P06']));
  });
});

describe('how likely a persona loses its temper', () => {
  it('depends on the intent, on reports, and on whom it answers', () => {
    expect(temperOf('hype', undefined, false)).toBeCloseTo(0.14, 12);
    expect(temperOf('mediate', memory('upvoted'), false)).toBeCloseTo(0.03, 12);
    expect(temperOf('hype', memory('reported'), false)).toBeCloseTo(0.14 * 1.6, 12);
    expect(temperOf('hype', memory('reported'), true)).toBeCloseTo(0.14 * 1.6 * 2, 12);
  });
});
