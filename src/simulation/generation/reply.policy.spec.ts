import { describe, expect, it } from '@jest/globals';
import { sampleComment } from '../../../test/support/sample-comment.js';
import { PureRandomSource } from '../../common/index.js';
import type { Debt } from '../domain/thread-state.js';
import { chooseReply, debtsAfter, type ReplySituation } from './reply.policy.js';
import type { Reply } from './text-generator.js';

const random = new PureRandomSource().seeded('replies');
const SITUATION: ReplySituation = {
  personaId: 'P01',
  intent: 'evidence',
  stance: 'for',
  recent: [],
  debts: [],
  isHostile: () => false,
};

/** What is answered in many draws. */
function answers(change: Partial<ReplySituation>): Reply[] {
  const draws = Array.from({ length: 400 }, (_, draw) =>
    chooseReply({ ...SITUATION, ...change }, random.stream(`${draw}`)),
  );
  return draws.filter((reply) => reply !== null);
}

const stancesOf = (change: Partial<ReplySituation>) => new Set(answers(change).map(({ stance }) => stance));
const theirs = sampleComment({ persona_id: 'P02', seq: 30, act: 'proposal', thing: 'the hedge' });
const reply: Reply = {
  persona_id: 'P02',
  name: 'N',
  claim: 'C',
  stance: 'ask',
  seq: 30,
  act: 'claim',
  thing: null,
  owed: false,
};
const mine = sampleComment({ persona_id: 'P01', seq: 40, to: 'P02' });
const debt: Debt = { to: 'P02', comment: mine, stance: 'ask', turns: 2 };

describe('what a comment answers', () => {
  it('is a comment of somebody else, more often than not', () => {
    const found = answers({ recent: [theirs, sampleComment({ persona_id: 'P01' })] });
    expect(Math.abs(found.length / 400 - 0.6)).toBeLessThan(0.08);
    expect(new Set(found.map(({ persona_id }) => persona_id))).toEqual(new Set(['P02']));
    expect(found[0]).toMatchObject({ seq: 30, act: 'proposal', thing: 'the hedge', owed: false });
    expect(answers({ recent: [] })).toEqual([]);
  });

  it('is opposed where positions or parties are, agreed with or asked about where they are one', () => {
    expect(stancesOf({ recent: [{ ...theirs, stance: 'against' }] })).toEqual(new Set(['oppose']));
    expect(stancesOf({ recent: [theirs] })).toEqual(new Set(['agree', 'ask']));
    expect(stancesOf({ recent: [theirs], isHostile: () => true })).toEqual(new Set(['oppose']));
    expect(stancesOf({ recent: [{ ...theirs, stance: 'undecided' }] })).toContain('ask');
  });

  it('is what the persona owes, nearly always at first, and always in the last turn', () => {
    const owed = { ...debt, to: 'P01', comment: theirs };
    const found = answers({ debts: [owed] });
    expect(found.length).toBeGreaterThan(340);
    expect(found.every((each) => each.owed && each.stance !== 'ask')).toBe(true);
    expect(answers({ debts: [{ ...owed, turns: 1 }] })).toHaveLength(400);
  });
});

describe('answers that are owed', () => {
  it('are those to questions and objections, not to agreement', () => {
    expect(debtsAfter([], mine, reply)).toEqual([debt]);
    expect(debtsAfter([], mine, { ...reply, stance: 'oppose' })).toHaveLength(1);
    expect(debtsAfter([], mine, { ...reply, stance: 'agree' })).toEqual([]);
    expect(debtsAfter([], mine, null)).toEqual([]);
  });

  it('are gone when they are given, and otherwise after two turns', () => {
    const answer = sampleComment({ persona_id: 'P02', seq: 50, to: 'P01' });
    const given = { ...reply, persona_id: 'P01', seq: 40, stance: 'agree' } as const;
    expect(debtsAfter([debt], answer, given)).toEqual([]);
    const [left] = debtsAfter([debt], answer, null);
    expect(left?.turns).toBe(1);
    expect(debtsAfter(left ? [left] : [], answer, null)).toEqual([]);
  });

  it('are no more than two, and one for each who asks', () => {
    expect(debtsAfter([debt], { ...mine, seq: 60 }, reply)).toEqual([debt]);
    const others = ['P03', 'P04'].map((persona_id) => ({ ...debt, comment: sampleComment({ persona_id }) }));
    expect(debtsAfter(others, mine, reply)).toEqual(others);
  });
});
