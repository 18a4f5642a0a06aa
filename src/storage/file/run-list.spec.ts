import { afterEach, describe, expect, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import { sampleRun, sampleTime } from '../../testing/index.js';
import { pageOf, RUN_STATUSES, type RunRecord } from '../../runs/index.js';
import { headOf } from './run-head.js';
import { RunList } from './run-list.js';
import { SortedRuns } from './sorted-runs.js';

const second = fc.integer({ min: 0, max: 5 });
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const genre = fc.constantFrom('myth', 'tale');

/** A change of the list: a run with a new record, or without one when it is removed. */
const step = fc.record({
  id: fc.integer({ min: 1, max: 12 }),
  isRemoved: fc.boolean(),
  status: fc.constantFrom(...RUN_STATUSES),
  genre: optional(genre),
  words: optional(fc.constantFrom(1, 2)),
  title: fc.option(fc.constantFrom('Heron stairs', 'HERONS', 'ﬁnal')),
});

const request = fc.record({
  filter: fc.record({
    status: optional(fc.constantFrom(...RUN_STATUSES)),
    attributes: optional(
      fc.record({ genre, words: fc.constantFrom(1, 2, 3), unknown: fc.constant('x') }, { requiredKeys: [] }),
    ),
    title: optional(fc.constantFrom('heron', 'S', 'FI', 'x')),
    created_after: optional(second.map(sampleTime)),
    created_before: optional(second.map(sampleTime)),
  }),
  limit: fc.integer({ min: 0, max: 6 }),
  offset: fc.integer({ min: 0, max: 3 }),
  after: optional(
    fc.record({ created_at: second.map(sampleTime), run_id: fc.integer({ min: 1, max: 12 }).map(idOf) }),
  ),
});

function idOf(id: number): string {
  return sampleRun(String(id)).run_id;
}

describe('the list of runs', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('gives the pages that sorting and filtering all runs would give', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 40 }),
        fc.array(request, { maxLength: 10 }),
        (steps, requests) => {
          const list = new RunList();
          list.declare(['genre']);
          const runs = new Map<string, RunRecord>();
          for (const { id, isRemoved, status, genre, words, title } of steps) {
            const attributes = { ...(genre && { genre }), ...(words && { words }) };
            const run = sampleRun(String(id), (id * 7) % 6, { status, attributes, title });
            if (isRemoved) {
              list.remove(run.run_id);
              runs.delete(run.run_id);
            } else {
              list.put(headOf(run));
              runs.set(run.run_id, run);
            }
          }
          for (const page of requests) {
            const { items, total } = pageOf([...runs.values()], page);
            expect(list.page(page)).toEqual({ items: items.map(headOf), total });
          }
          expect(list.heads().toReversed()).toEqual(
            pageOf([...runs.values()], { filter: {}, limit: 99, offset: 0 }).items.map(headOf),
          );
        },
      ),
    );
  });

  it.each([
    [{}, 20],
    [{ status: 'failed' }, 20],
    [{ attributes: { genre: 's1' } }, 20],
    [{ created_before: sampleTime(9_000) }, 20],
    [{ attributes: { genre: 's1', tone: 'B1' } }, 100], // all of the narrower group, for its total
  ] as const)('looks at no more runs for a page of %j than it has to', (filter, most) => {
    const list = new RunList();
    list.declare(['genre', 'tone']);
    for (let id = 0; id < 10_000; id++) {
      const status = id % 3 === 0 ? 'failed' : 'succeeded';
      const attributes = { tone: `B${id % 7}`, genre: `s${id % 100}` };
      list.put(headOf(sampleRun(String(id), id, { status, attributes })));
    }
    const at = jest.spyOn(SortedRuns.prototype, 'at');
    list.page({ filter, limit: 20, offset: 10 });
    expect(at.mock.calls.length).toBeGreaterThan(0);
    expect(at.mock.calls.length).toBeLessThanOrEqual(most);
  });
});
