import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PureRandomSource, type RandomStream } from '../../src/common/random.js';
import { FRAMES } from '../../src/simulation/policy/candidate.policy.js';
import type { Dial, Seed } from '../../src/simulation/domain/seed.js';
import { THREAD_STATUSES } from '../../src/simulation/domain/thread-state.js';
import { startSimulator, type Simulated, type Simulator } from '../support/simulate.js';

const DOCUMENT = fileURLToPath(new URL('../../docs/simulation.md', import.meta.url));
const MARKERS = ['<!-- shares -->', '<!-- /shares -->'] as const;
const REASONS = ['moderation_lock', 'thread_quiet', 'evidence_expired', 'round_limit'] as const;
const SEEDS = 400;
const SEEDS_PER_DIAL = 150;
/** Hours of evidence that threads are given which are not to end for want of it at once. */
const LASTING_SEEDS = 300;
const LASTING: [least: number, most: number] = [24, 200];
const ROUNDS = 12;
const HEATED: Dial = { U: 40, E: 10, M: 5, S: 5, H: 40 };
const EVIDENCE_HEAVY: Dial = { U: 10, E: 60, M: 10, S: 10, H: 10 };
const SAFETY_HEAVY: Dial = { U: 10, E: 5, M: 40, S: 40, H: 5 };
const SUBJECTS = ['crate', 'ledger', 'lamp', 'bell', 'goose', 'seal', 'ferry', 'archive', 'kettle', 'choir'];
const EVENTS = ['went missing', 'came back twice', 'was counted wrong', 'was signed for', 'fell silent'];
const PLACES = ['Pier Nine', 'the tide office', 'the ward', 'the old stairs', 'the night market'];
const PARTIES = ['the harbour clerks', 'the night crew', 'the insurers', 'the choir', 'the ward sisters'];

/** A dial cut at random places. */
function randomDial(random: RandomStream): Dial {
  const cuts = Array.from({ length: 4 }, () => random.integer(0, 100)).toSorted((a, b) => a - b);
  const [U = 0, E = 0, M = 0, S = 0, H = 0] = [...cuts, 100].map(
    (cut, index) => cut - (cuts[index - 1] ?? 0),
  );
  return { U, E, M, S, H };
}

/** A board, and one of its zones; B04 has but one. */
function randomPlace(random: RandomStream): Pick<Seed, 'board_id' | 'zone_id'> {
  const board_id = random.pick(['B01', 'B02', 'B03', 'B04', 'B05', 'B06']);
  const zone_id = random.pick(['A', 'B']);
  return { board_id, zone_id: board_id === 'B04' ? 'A' : zone_id };
}

/** The seed of a number: always the same one, with hours of evidence between two bounds. */
function seedOf(number: number, [least, most] = [3, 200]): Seed {
  const random = new PureRandomSource().seeded('shares').stream(`seed:${number}`);
  const [subject, place] = [random.pick(SUBJECTS), random.pick(PLACES)];
  const event = `A ${subject} ${random.pick(EVENTS)} at ${place}`;
  return {
    seed_id: `share-${number}`,
    title: event,
    summary: `${event}, and nobody agrees who saw it first.`,
    ...randomPlace(random),
    dial: randomDial(random),
    public_facts: [`The ${subject} was seen at dusk.`, `Two people signed for it at ${place}.`],
    hidden_facts: [],
    stakeholders: random.shuffle(PARTIES).slice(0, 2),
    forbidden_terms: [],
    sensitivity_tags: [],
    evidence_grade: random.pick(['A', 'B', 'C']),
    evidence_type: 'log',
    evidence_expiry_hours: random.integer(least ?? 3, most ?? 200),
  };
}

/** The share of each value, 0..1. */
function sharesOf<T>(values: readonly T[], names: readonly T[]): number[] {
  return names.map((name) => values.filter((value) => value === name).length / values.length);
}

function frameOf({ rows }: Simulated): unknown {
  return rows.find(({ type }) => type === 'thread_selected')?.['frame'];
}

/** The shares as a Markdown table, as prettier would write it. */
function tableOf(runs: readonly Simulated[]): string {
  const kinds = [
    ['thread status', THREAD_STATUSES, runs.map(({ run }) => run.attributes['thread_status'])],
    ['termination reason', REASONS, runs.map(({ run }) => run.attributes['termination_reason'])],
    ['frame', FRAMES, runs.map(frameOf)],
  ] as const;
  const lines = kinds.flatMap(([kind, names, values]) =>
    sharesOf<unknown>(values, names).map((share, index) => [
      kind,
      `\`${names[index] ?? ''}\``,
      `${(100 * share).toFixed(1)} %`,
    ]),
  );
  const table = [['what', 'value', 'share'], ...lines];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((cells) => cells[column]?.length ?? 0)));
  const [what = 0, value = 0, share = 0] = widths;
  const [head = '', ...body] = table.map(([first = '', second = '', third = '']) => {
    return `| ${first.padEnd(what)} | ${second.padEnd(value)} | ${third.padStart(share)} |`;
  });
  const rule = `| ${'-'.repeat(what)} | ${'-'.repeat(value)} | ${'-'.repeat(share - 1)}: |`;
  return [head, rule, ...body].join('\n');
}

/** What stands between the markers of a document. */
function between(document: string): string {
  const [start, end] = MARKERS.map((marker) => document.indexOf(marker));
  if (start === undefined || end === undefined || start < 0 || end < start) return '';
  return document.slice(start + MARKERS[0].length, end).trim();
}

async function updateDocument(table: string): Promise<void> {
  const document = await readFile(DOCUMENT, 'utf8');
  const [before = ''] = document.split(MARKERS[0]);
  const [, after = ''] = document.split(MARKERS[1]);
  await writeFile(DOCUMENT, `${before}${MARKERS[0]}\n\n${table}\n\n${MARKERS[1]}${after}`);
}

const numbers = Array.from({ length: SEEDS }, (_, index) => index + 1);
const runs: Simulated[] = [];
let simulator: Simulator;

/** How often each status is the last one, over some of the seeds with another dial. */
const statusShares = async (dial: Dial) => {
  const statuses = [];
  for (const number of numbers.slice(0, SEEDS_PER_DIAL)) {
    const { run } = await simulator.simulate({ ...seedOf(number), dial }, ROUNDS);
    statuses.push(run.attributes['thread_status']);
  }
  return sharesOf(statuses, THREAD_STATUSES);
};

/** Each status and each reason is that of 2 % to 80 % of the runs. */
function expectAllShares(given: readonly Simulated[]): void {
  const kinds = [
    ['thread_status', THREAD_STATUSES],
    ['termination_reason', REASONS],
  ] as const;
  for (const [attribute, names] of kinds) {
    const values = given.map(({ run }) => run.attributes[attribute]);
    for (const share of sharesOf<unknown>(values, names)) {
      expect(share).toBeGreaterThanOrEqual(0.02);
      expect(share).toBeLessThanOrEqual(0.8);
    }
  }
}

describe('over many seeds', () => {
  beforeAll(async () => {
    simulator = await startSimulator();
    for (const number of numbers) runs.push(await simulator.simulate(seedOf(number), ROUNDS));
  }, 120_000);
  afterAll(() => simulator.close());

  it('every thread status and every termination reason occurs, and none nearly always', () => {
    expectAllShares(runs);
  });

  it('also where the evidence lasts a day or longer', async () => {
    const lasting: Simulated[] = [];
    for (const number of numbers.slice(0, LASTING_SEEDS)) {
      lasting.push(await simulator.simulate(seedOf(SEEDS + number, LASTING), ROUNDS));
    }
    expectAllShares(lasting);
  }, 60_000);

  it('each frame wins now and then', () => {
    for (const share of sharesOf<unknown>(runs.map(frameOf), FRAMES))
      expect(share).toBeGreaterThanOrEqual(0.1);
  });

  it('the dial alone changes how threads end', async () => {
    const heated = await statusShares(HEATED);
    for (const calm of [EVIDENCE_HEAVY, SAFETY_HEAVY]) {
      const distances = (await statusShares(calm)).map((share, index) =>
        Math.abs(share - (heated[index] ?? 0)),
      );
      const totalVariation = distances.reduce((sum, distance) => sum + distance, 0) / 2;
      expect(totalVariation).toBeGreaterThan(0.2);
    }
  }, 90_000);

  it('the shares are those that docs/simulation.md tells', async () => {
    const table = tableOf(runs);
    if (process.env['UPDATE_DOCS'] === 'true') await updateDocument(table);
    expect(between(await readFile(DOCUMENT, 'utf8'))).toBe(table);
  });
});
