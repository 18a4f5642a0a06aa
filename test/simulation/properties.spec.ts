import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { THREAD_STATUSES } from '../../src/simulation/domain/thread-state.js';
import type { Dial, Seed } from '../../src/simulation/domain/seed.js';
import { expectSoundLog, rowsOf, type AnsweredRunlog } from '../support/run-logs.js';
import { publicSummary } from '../../src/runs/index.js';
import { startSimulator, type Simulator } from '../support/simulate.js';

const RUNS = 200;
const REASONS = ['moderation_lock', 'thread_quiet', 'evidence_expired', 'round_limit'];
/** Boards and their zones. */
const PLACES = ['B01', 'B02', 'B03', 'B04', 'B05', 'B06'].flatMap((board_id) =>
  ['A', ...(board_id === 'B04' ? [] : ['B'])].map((zone_id) => ({ board_id, zone_id })),
);

/** Texts of any script, without what validation refuses: lone surrogates and NUL. */
const unit = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom(...Array.from('abcdefgz ABC .,!?“”"\'’{}[]()$&\\*+-|^@#%:;/<>\n\t019')),
  },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '회의록',
      '夢の倉庫',
      '𠮷',
      '🔥',
      'e\u0301',
      'ﷺ',
      'İ',
      'ẞ',
      '\u200d',
      '{name}',
      '$1',
    ),
  },
);
const textOf = (minLength: number, maxLength: number) =>
  fc
    .string({ unit, minLength, maxLength })
    .map((text) =>
      text
        .replaceAll('\0', '')
        .slice(0, maxLength)
        .replaceAll(/\p{Cs}/gu, ''),
    )
    .filter((text) => text.length >= minLength);
const spoken = (maxLength: number) => textOf(1, maxLength).filter((text) => /\S/.test(text));
const list = (maxLength: number) => fc.array(textOf(0, maxLength), { maxLength: 6 });

const dials: fc.Arbitrary<Dial> = fc
  .array(fc.integer({ min: 0, max: 100 }), { minLength: 4, maxLength: 4 })
  .map((cuts) => [0, ...cuts.toSorted((a, b) => a - b), 100])
  .map((cuts) => cuts.slice(1).map((cut, index) => cut - (cuts[index] ?? 0)))
  .map(([U = 0, E = 0, M = 0, S = 0, H = 0]) => ({ U, E, M, S, H }));

const incidents: fc.Arbitrary<Omit<Seed, 'board_id' | 'zone_id'>> = fc.record({
  seed_id: fc.stringMatching(/^[A-Za-z0-9._:-]{1,128}$/),
  title: spoken(200),
  summary: spoken(400),
  dial: dials,
  public_facts: list(120),
  hidden_facts: list(60),
  stakeholders: list(60),
  forbidden_terms: list(12).map((terms) => terms.map((term) => `qzx${term}`)), // none that it says itself: it is refused then
  sensitivity_tags: list(20),
  evidence_grade: fc.constantFrom('A', 'B', 'C'),
  evidence_type: textOf(0, 64),
  evidence_expiry_hours: fc.oneof(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 8_760 })),
});

const seeds: fc.Arbitrary<Seed> = fc
  .tuple(incidents, fc.constantFrom(...PLACES))
  .map(([incident, place]) => ({ ...incident, ...place }));

/** Slots of patterns in a text that are not the seed's own words. */
function openSlots(text: string, seed: Seed): string[] {
  const { title, summary, public_facts, stakeholders, evidence_type } = seed;
  const own = [title, summary, ...public_facts, ...stakeholders, evidence_type].join('\n');
  return (text.match(/\{[a-z_]+\}/g) ?? []).filter((slot) => !own.includes(slot));
}

describe('any seed that validation accepts', () => {
  let simulator: Simulator;
  beforeAll(async () => {
    simulator = await startSimulator();
  });
  afterAll(() => simulator.close());

  it('runs to an end that makes sense, with a log that does', async () => {
    await fc.assert(
      fc.asyncProperty(
        seeds,
        fc.integer({ min: 1, max: 6 }),
        fc.string({ minLength: 1 }),
        async (seed, rounds, draws) => {
          const { run, rows } = await simulator.simulate(seed, rounds, draws);
          const log: AnsweredRunlog = { run_id: run.run_id, rows, summary: publicSummary(run.summary) };
          expect(run.status).toBe('succeeded');
          expectSoundLog(log);
          expect(THREAD_STATUSES).toContain(run.attributes['thread_status']);
          expect(REASONS).toContain(run.attributes['termination_reason']);
          expect(rowsOf(log, 'round_summary')).toHaveLength(Number(run.attributes['rounds_run']));
          expect(Number(run.attributes['rounds_run'])).toBeLessThanOrEqual(rounds);
          const comments = rowsOf(log, 'round').filter((row) => row['withheld'] === false);
          const texts = comments.map((row) => String(row['text']));
          expect(new Set(texts).size).toBe(texts.length);
          for (const text of texts) {
            expect(text).toMatch(/\S/);
            expect(openSlots(text, seed)).toEqual([]);
            expect(text).not.toMatch(/\bundefined\b|\bnull\b|\[object /);
          }
          for (const { score, views, reports, upvotes } of comments) {
            expect([score, views, reports, upvotes].every(Number.isFinite)).toBe(true);
            expect(Number(reports) >= 0 && Number(reports) <= Number(views)).toBe(true);
            expect(Number(upvotes) >= 0 && Number(upvotes) <= Number(views)).toBe(true);
          }
        },
      ),
      { numRuns: RUNS },
    );
  }, 60_000);
});
