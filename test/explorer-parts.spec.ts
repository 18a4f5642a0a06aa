import * as fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { GAP_WIDTH, timeScale } from '../explorer/src/pages/run/timeline/time-scale.js';
import { AXES, turned, type Dial } from '../explorer/src/pages/start/dial.js';

const START: Dial = { U: 30, E: 25, M: 15, S: 15, H: 15 };

describe('a dial of the explorer', () => {
  it('sums to 100 however it is turned, and has the weight that was chosen', () => {
    const turns = fc.array(fc.tuple(fc.constantFrom(...AXES), fc.integer({ min: -20, max: 120 })));
    fc.assert(
      fc.property(turns, (all) => {
        let dial = START;
        for (const [axis, to] of all) {
          dial = turned(dial, axis, to);
          expect(dial[axis]).toBe(Math.min(100, Math.max(0, to)));
          expect(AXES.reduce((sum, one) => sum + dial[one], 0)).toBe(100);
          expect(AXES.filter((one) => dial[one] < 0 || !Number.isInteger(dial[one]))).toEqual([]);
        }
      }),
    );
  });

  it('keeps the proportion of the other weights', () => {
    expect(turned({ U: 0, E: 60, M: 20, S: 20, H: 0 }, 'H', 50)).toEqual({
      U: 0,
      E: 30,
      M: 10,
      S: 10,
      H: 50,
    });
  });
});

describe('a time scale of the explorer', () => {
  it('draws a gap of any length with one width, and all else to scale', () => {
    const hour = 3_600_000;
    const { x, gaps } = timeScale(
      [
        [0, 1_000],
        [hour, hour + 3_000],
      ],
      400 + GAP_WIDTH,
    );
    expect(gaps).toEqual([{ x: 100, ms: hour - 1_000 }]);
    expect([0, 500, 1_000, hour, hour + 1_500, hour + 3_000].map(x)).toEqual([
      0,
      50,
      100,
      100 + GAP_WIDTH,
      250 + GAP_WIDTH,
      400 + GAP_WIDTH,
    ]);
  });

  it('never goes back, and stays within its width', () => {
    const interval = fc.tuple(fc.nat(1e9), fc.nat(1e6)).map(([start, ms]) => [start, start + ms] as const);
    fc.assert(
      fc.property(fc.array(interval, { minLength: 1, maxLength: 12 }), (busy) => {
        const { x } = timeScale(busy, 1_000);
        const places = busy
          .flat()
          .toSorted((a, b) => a - b)
          .map(x);
        expect(places.every((place, index) => index === 0 || place >= (places[index - 1] ?? 0))).toBe(true);
        expect(places.every((place) => place >= 0 && place <= 1_000 + 1e-6)).toBe(true);
      }),
    );
  });
});
