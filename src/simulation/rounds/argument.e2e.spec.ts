import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exampleSeed, exampleSeeds } from '../../../test/support/seeds.js';
import { startSimulator, type Simulated, type Simulator } from '../../../test/support/simulate.js';
import type { AnsweredRow } from '../../../test/support/run-logs.js';
import type { Seed } from '../domain/seed.js';

const ROUNDS = 6;
let simulator: Simulator;
const runs: Simulated[] = [];

beforeAll(async () => {
  simulator = await startSimulator();
  for (const [, seed] of await exampleSeeds()) runs.push(await simulator.simulate(seed, ROUNDS));
}, 60_000);
afterAll(() => simulator.close());

const ofType = ({ rows }: Simulated, type: string) => rows.filter((row) => row.type === type);
const textsOf = (run: Simulated) => ofType(run, 'round').map(({ text }) => text);

const replies = (run: Simulated) => ofType(run, 'round').filter((row) => row['reply_to'] !== null);
const seedOf = (change: Partial<Seed>) => exampleSeed().then((seed): Seed => ({ ...seed, ...change }));
const speakers = (run: Simulated) => ofType(run, 'round').map((row: AnsweredRow) => row['persona_id']);

describe('a change of position', () => {
  it('is caused by a comment of somebody else that cites a fact, and shows in what is said next', () => {
    const changes = runs.flatMap((run) => ofType(run, 'position_change').map((change) => ({ run, change })));
    expect(changes.length).toBeGreaterThan(runs.length);
    for (const { run, change } of changes) {
      const cause = run.rows.find(({ seq }) => seq === change['because']);
      expect(cause).toMatchObject({ type: 'round', evidence: { kind: 'public_fact' } });
      expect(cause?.['persona_id']).not.toBe(change['persona_id']);
      const evidence = cause?.['evidence'] as { id: string } | undefined;
      expect(change['to']).toMatchObject({ reason_id: evidence?.id });
      const next = ofType(run, 'round').filter(
        (row) => row.seq > change.seq && row['persona_id'] === change['persona_id'],
      );
      const shown = { position: change['to'], reply_to: { seq: change['because'] } };
      expect(next.slice(0, 1)).toMatchObject(next.slice(0, 1).map(() => shown));
    }
  });
});

describe('an answer', () => {
  it('names the comment that it answers, and what that one did', () => {
    for (const run of runs) {
      for (const { reply_to } of replies(run)) {
        const { seq, persona_id, act } = reply_to as { seq: number; persona_id: string; act: string };
        expect(run.rows.find((row) => row.seq === seq)).toMatchObject({ type: 'round', persona_id, act });
      }
    }
  });

  it('that is owed answers somebody who asked or objected', () => {
    const owed = runs.flatMap((run) => replies(run).map((row) => ({ run, row })));
    const given = owed.filter(({ row }) => (row['reply_to'] as { owed: boolean }).owed);
    expect(given.length).toBeGreaterThan(2 * runs.length);
    for (const { run, row } of given) {
      const asked = run.rows.find(({ seq }) => seq === (row['reply_to'] as { seq: number }).seq);
      expect(asked?.['reply_to']).toMatchObject({ persona_id: row['persona_id'] });
      expect(asked?.['reply_to']).not.toMatchObject({ stance: 'agree' });
    }
  });
});

describe('hidden facts', () => {
  it('draw comments near them, and change the thread', async () => {
    for (const [index, [, seed]] of (await exampleSeeds()).entries()) {
      const run = runs[index] as Simulated;
      const near = ofType(run, 'round').filter(({ near_hidden_fact }) => near_hidden_fact !== null);
      expect(near.length).toBeGreaterThan(0);
      for (const { near_hidden_fact } of near) {
        expect(seed.hidden_facts[Number(near_hidden_fact)]).toBeDefined();
      }
      const without = await simulator.simulate({ ...seed, hidden_facts: [] }, ROUNDS);
      expect(textsOf(without)).not.toEqual(textsOf(run));
      expect(ofType(without, 'round').every((row) => row['near_hidden_fact'] === null)).toBe(true);
    }
  });

  it('have no word that a comment says before it is public', async () => {
    const seed = await exampleSeed();
    const secret =
      'Boots, lanterns, drums, tea, committees, windows, paragraphs, columns and a goose were involved.';
    const told = await simulator.simulate({ ...seed, hidden_facts: [secret] }, ROUNDS);
    const texts = [...textsOf(told), ...ofType(told, 'thread_selected').map(({ text }) => text)].join(' ');
    expect(texts).not.toMatch(/\b(boots|lanterns|drums|tea|committees|windows|paragraphs|columns)\b/i);
  });
});

describe('the draws of a run', () => {
  it('are those of its incident: the same random seed gives another one other comments', async () => {
    const one = await simulator.simulate(await seedOf({}), ROUNDS, 'same');
    const other = await simulator.simulate(await seedOf({ title: 'A gull took the tally' }), ROUNDS, 'same');
    const renamed = await simulator.simulate(await seedOf({ seed_id: 'other' }), ROUNDS, 'same');
    expect(speakers(other)).not.toEqual(speakers(one));
    expect(textsOf(renamed)).toEqual(textsOf(one));
  });
});

describe('an opening post', () => {
  it('is written by a persona of the community, and passes the gates before the first round', () => {
    for (const run of runs) {
      const [selected] = ofType(run, 'thread_selected');
      expect(selected?.['persona_id']).toMatch(/^P\d\d$/);
      expect(String(selected?.['text']).split('\n')).toHaveLength(2);
      const gates = ofType(run, 'gate').filter(({ round }) => round === 0);
      expect(gates.length).toBeGreaterThan(0);
      expect(gates[0]).toMatchObject({ persona_id: selected?.['persona_id'] });
    }
  });
});
