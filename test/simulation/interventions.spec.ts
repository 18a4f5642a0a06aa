import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PureRandomSource, type RandomStream } from '../../src/common/index.js';
import { RunlogService, RunsService } from '../../src/index.js';
import { contentStems } from '../../src/simulation/domain/content-words.js';
import { DIAL_AXES, type Seed } from '../../src/simulation/domain/seed.js';
import { WorldStore } from '../../src/simulation/packs/world.store.js';
import type { Intervention } from '../../src/simulation/domain/intervention.js';
import { comparable, type AnsweredRow } from '../support/run-logs.js';
import { startSimulator, type Simulator } from '../support/simulate.js';
import { contentSeeds } from './content/play.mjs';

const TRIPLES = 50;
const ROUNDS = 5;
const KINDS = ['reveal', 'fact', 'statement', 'evidence_lost', 'moderate'] as const;
const FACTS = [
  'A ferry pilot has come forward who saw two lanterns on the roof before midnight.',
  'The second inventory was written in green ink, which nobody on that floor owns.',
  'Eleven people had the spare key, and one of them has not been seen since Tuesday.',
];

interface Triple {
  readonly seed: Seed;
  readonly randomSeed: string;
  readonly interventions: readonly Intervention[];
  readonly without: readonly AnsweredRow[];
  readonly rows: readonly AnsweredRow[];
}

let simulator: Simulator;
const triples: Triple[] = [];

beforeAll(async () => {
  simulator = await startSimulator();
  const seeds = (await contentSeeds()) as Seed[];
  const random = new PureRandomSource().seeded('triples');
  for (let number = 0; number < TRIPLES; number++) {
    const draw = random.stream(String(number));
    const seed = { ...draw.pick(seeds), dial: dialOf(draw), evidence_expiry_hours: draw.integer(30, 90) };
    const randomSeed = String(draw.integer(1, 1e9));
    const interventions = [interventionOf(KINDS[number % KINDS.length] ?? 'fact', seed, draw)];
    const without = await play(seed, randomSeed, []);
    triples.push({
      seed,
      randomSeed,
      interventions,
      without,
      rows: await play(seed, randomSeed, interventions),
    });
  }
}, 120_000);
afterAll(() => simulator.close());

function dialOf(draw: RandomStream): Seed['dial'] {
  const cuts = [0, ...DIAL_AXES.slice(1).map(() => draw.integer(0, 100)), 100].toSorted((a, b) => a - b);
  const shares = DIAL_AXES.map((axis, index) => [axis, (cuts[index + 1] ?? 0) - (cuts[index] ?? 0)]);
  return Object.fromEntries(shares) as Seed['dial'];
}

function interventionOf(kind: (typeof KINDS)[number], seed: Seed, draw: RandomStream): Intervention {
  const round = draw.integer(1, ROUNDS);
  if (kind === 'reveal' && seed.hidden_facts.length > 0) {
    return { round, kind, hidden_fact: draw.integer(0, seed.hidden_facts.length - 1) };
  }
  if (kind === 'statement') return { round, kind, stakeholder: 'the harbour pilots', text: draw.pick(FACTS) };
  if (kind === 'evidence_lost') return { round, kind };
  if (kind === 'moderate') {
    return { round, kind, action: draw.pick(['HIDE_PREVIEW', 'RESTORE', 'LOCK_THREAD']) };
  }
  return { round, kind: 'fact', text: draw.pick(FACTS) };
}

async function play(
  seed: Seed,
  random_seed: string,
  interventions: readonly Intervention[],
): Promise<AnsweredRow[]> {
  const input = { seed, rounds: ROUNDS, random_seed, interventions };
  const { run } = await simulator.context.get(RunsService).runToEnd({ pipeline: 'simulation', input });
  const rows: AnsweredRow[] = [];
  for await (const json of simulator.context.get(RunlogService).rows(run)) {
    rows.push(JSON.parse(json) as AnsweredRow);
  }
  return rows;
}

const placeOf = (rows: readonly AnsweredRow[]) => rows.findIndex(({ type }) => type === 'intervention');
const happened = () => triples.filter(({ rows }) => placeOf(rows) >= 0);

const world = () => simulator.context.get(WorldStore).current;

function stemsOf(text: string): Set<string> {
  return contentStems(text, world().extensions.language);
}

/** Whether a comment speaks of an intervention, cites it, or comes from somebody whom it has moved. */
function takesUp(comment: AnsweredRow, news: AnsweredRow, seed: Seed, moved: ReadonlySet<unknown>): boolean {
  const text = String(comment['text']).toLowerCase();
  if (moved.has(`${String(comment['round'])} ${String(comment['persona_id'])}`)) return true;
  if (news['kind'] === 'evidence_lost') {
    return text.includes(seed.evidence_type.toLowerCase()) || text.includes('evidence');
  }
  if (news['kind'] === 'moderate') {
    return /moderator|lid|curtain|hidden|preview|front page|thread is|lock|bar/u.test(text);
  }
  const cited = comment['evidence'] as { readonly text: string } | null;
  if (cited?.text === news['text']) return true;
  const said = stemsOf(text);
  return [...stemsOf(String(news['text']))].filter((stem) => said.has(stem)).length >= 2;
}

describe('interventions, over random incidents, draws and rounds', () => {
  it('happen, unless the thread has ended before', () => {
    expect(triples).toHaveLength(TRIPLES);
    for (const { interventions, rows, without } of triples) {
      const last = Math.max(...rows.map((row) => Number(row['round'] ?? 0)));
      const wanted = interventions[0]?.round ?? 0;
      if (placeOf(rows) >= 0) continue;
      expect(wanted).toBeGreaterThan(last);
      expect(comparable(rows)).toEqual(comparable(without));
    }
    expect(happened().length).toBeGreaterThan(TRIPLES * 0.8);
  });

  it('change no row before them', () => {
    for (const { rows, without } of happened()) {
      const place = placeOf(rows);
      const isBefore = (row: AnsweredRow) => Number(row['round'] ?? 0) < Number(rows[place]?.['round']);
      expect(rows.slice(0, place).every(isBefore)).toBe(true);
      expect(comparable(rows.slice(0, place))).toEqual(comparable(without.slice(0, place)));
    }
  });

  it('are taken up by at least half of the comments of their round and the next', () => {
    for (const { rows, seed } of happened()) {
      const news = rows[placeOf(rows)] as AnsweredRow;
      const round = Number(news['round']);
      const near = rows.filter((row) => [round, round + 1].includes(Number(row['round'])));
      const changes = near.filter(
        (row) => row.type === 'position_change' && row['because'] === 'intervention',
      );
      const moved = new Set(changes.map((row) => `${String(row['round'])} ${String(row['persona_id'])}`));
      const comments = near.filter((row) => row.type === 'round');
      const taking = comments.filter((comment) => takesUp(comment, news, seed, moved));
      const isLocked = news['action'] === 'LOCK_THREAD';
      expect(comments.length > 0).toBe(!isLocked);
      expect(taking.length).toBeGreaterThanOrEqual(comments.length / 2);
    }
  });

  it('tell no word of a hidden fact before it is revealed', () => {
    for (const { rows, seed, interventions } of triples) {
      const [intervention] = interventions;
      const open = [seed.title, seed.summary, seed.evidence_type, ...seed.public_facts, ...seed.stakeholders];
      const said = intervention && 'text' in intervention ? [intervention.text, 'the harbour pilots'] : [];
      const known = stemsOf([...open, ...said, ...world().names].join('\n'));
      const place = placeOf(rows);
      for (const [index, fact] of seed.hidden_facts.entries()) {
        const revealed = intervention?.kind === 'reveal' ? seed.hidden_facts[intervention.hidden_fact] : '';
        const isRevealed = intervention?.kind === 'reveal' && intervention.hidden_fact === index;
        const until = place < 0 || !isRevealed ? rows.length : place;
        const after = place < 0 ? rows.length : place;
        const before = new Set([...stemsOf(fact)].filter((stem) => !known.has(stem)));
        const later = new Set([...before].filter((stem) => !stemsOf(revealed ?? '').has(stem)));
        const texts = rows
          .slice(0, until)
          .flatMap((row, at) => (row.type === 'round' ? { at, stems: stemsOf(String(row['text'])) } : []));
        const leaks = texts.flatMap(({ at, stems }) =>
          [...stems].filter((stem) => (at < after ? before : later).has(stem)),
        );
        expect(leaks).toEqual([]);
      }
    }
  });
});
