import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HEATED, QUIET, hiddenByAxis, moderationMeasures } from './moderation-measures.mjs';
import { runsByAxis, type Axis } from './moderation-seeds.js';
import { startSimulator, type Simulated, type Simulator } from '../support/simulate.js';

const ROUNDS = 6;
/** How much more often a heated thread is hidden than one that is led by evidence, mediation or safety. */
const MARGIN = 0.2;

let simulator: Simulator;
let byAxis: ReadonlyMap<Axis, readonly Simulated[]>;

beforeAll(async () => {
  simulator = await startSimulator();
  byAxis = await runsByAxis(simulator, ROUNDS);
}, 120_000);
afterAll(() => simulator.close());

describe('moderation', () => {
  it('hides heated threads more often than those that are led by evidence, mediation or safety', () => {
    const hidden = hiddenByAxis(byAxis);
    const least = Math.min(...HEATED.map((axis) => hidden[axis]));
    for (const axis of QUIET) expect(hidden[axis]).toBeLessThan(least - MARGIN);
  });

  it('hides, locks and warns in words, and somebody answers each time', () => {
    const measures = moderationMeasures([...byAxis.values()].flat());
    expect(measures.steps).toBeGreaterThan(50);
    expect(measures).toMatchObject({ stepsWithoutText: 0, stepsWithoutReply: 0 });
  });

  it('has a reason for each report', () => {
    const { reports, reportsWithoutReason, reasons } = moderationMeasures([...byAxis.values()].flat());
    expect(reports).toBeGreaterThan(500);
    expect(reportsWithoutReason).toBe(0);
    expect(Object.keys(reasons)).toEqual(expect.arrayContaining(['hostile', 'uncited', 'repetition']));
  });

  it('hears appeals that say something, by whoever opened the thread', () => {
    const measures = moderationMeasures([...byAxis.values()].flat());
    expect(measures.appeals).toBeGreaterThan(10);
    expect(measures).toMatchObject({ appealsWithoutText: 0, appealsByOthers: 0 });
  });
});
