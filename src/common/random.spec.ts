import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { PureRandomSource, type RandomStream } from './random.js';

const random = new PureRandomSource().seeded('seed-1');

/** The first draws of a stream. */
function draws(stream: RandomStream, count = 50): number[] {
  return Array.from({ length: count }, () => stream.next());
}

describe('a random stream', () => {
  it('gives the same draws for the same seed and purpose', () => {
    const again = new PureRandomSource().seeded('seed-1');
    expect(draws(random.stream('round:1'))).toEqual(draws(again.stream('round:1')));
  });

  it('starts over each time it is requested', () => {
    random.stream('round:1').next();
    expect(random.stream('round:1').next()).toBe(random.stream('round:1').next());
  });

  it('gives other draws for another purpose, and for another seed', () => {
    const other = new PureRandomSource().seeded('seed-2');
    const purposes = ['round:1', 'round:2', 'round:10', 'round:1/member:M01', ''];
    const streams = [...purposes.map((purpose) => random.stream(purpose)), other.stream('round:1')];
    expect(new Set(streams.map((stream) => draws(stream, 3).join())).size).toBe(streams.length);
  });

  it('is not affected by draws from another stream', () => {
    const undisturbed = draws(random.stream('b'));
    const [a, b] = [random.stream('a'), random.stream('b')];
    const interleaved = undisturbed.map(() => {
      a.next();
      return b.next();
    });
    expect(interleaved).toEqual(undisturbed);
  });

  it('draws floats from 0 (inclusive) to 1 (exclusive)', () => {
    for (const draw of draws(random.stream('floats'), 5_000)) {
      expect(draw).toBeGreaterThanOrEqual(0);
      expect(draw).toBeLessThan(1);
    }
  });

  it('draws integers within their bounds, both included', () => {
    const bounds = fc.tuple(fc.integer({ min: -1_000, max: 1_000 }), fc.nat(5));
    fc.assert(
      fc.property(bounds, fc.string(), ([min, width], purpose) => {
        const stream = random.stream(purpose);
        const seen = new Set(Array.from({ length: 300 }, () => stream.integer(min, min + width)));
        expect([...seen].toSorted((a, b) => a - b)).toEqual(
          Array.from({ length: width + 1 }, (_, index) => min + index),
        );
      }),
    );
  });

  it('never succeeds with probability 0 and always with probability 1', () => {
    const stream = random.stream('chances');
    for (let draw = 0; draw < 1_000; draw++) {
      expect(stream.chance(0)).toBe(false);
      expect(stream.chance(1)).toBe(true);
    }
  });

  it('picks every item of a list eventually, and nothing else', () => {
    const stream = random.stream('picks');
    const picked = new Set(Array.from({ length: 200 }, () => stream.pick(['a', 'b', 'c'])));
    expect([...picked].toSorted()).toEqual(['a', 'b', 'c']);
  });

  it('cannot pick from an empty list', () => {
    expect(() => random.stream('picks').pick([])).toThrow(RangeError);
  });

  it('shuffles into a permutation, and does not change the given list', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.string(), (items, purpose) => {
        const before = [...items];
        const shuffled = random.stream(purpose).shuffle(items);
        expect(items).toEqual(before);
        expect(shuffled).not.toBe(items);
        expect(shuffled.toSorted((a, b) => a - b)).toEqual(before.toSorted((a, b) => a - b));
      }),
    );
  });

  it('reaches every order of a short list by shuffling', () => {
    const stream = random.stream('orders');
    const orders = new Set(Array.from({ length: 300 }, () => stream.shuffle(['a', 'b', 'c']).join('')));
    expect(orders.size).toBe(6);
  });

  it.each([
    [40, 0.1],
    [40, 0.5],
    [7.6, 0.9],
  ])('counts about %d × %d successes in as many trials', (trials, probability) => {
    const stream = random.stream('binomial');
    const samples = Array.from({ length: 4_000 }, () => stream.binomial(trials, probability));
    const mean = samples.reduce((sum, successes) => sum + successes, 0) / samples.length;
    expect(Math.abs(mean - Math.round(trials) * probability)).toBeLessThan(0.25);
    expect(Math.max(...samples)).toBeLessThanOrEqual(Math.round(trials));
  });

  it('counts no success without a trial, none with probability 0, and all with probability 1', () => {
    const stream = random.stream('certain');
    expect([stream.binomial(0, 1), stream.binomial(9, 0), stream.binomial(9, 1)]).toEqual([0, 0, 9]);
  });
});

describe('the streams of one run', () => {
  it('do not collide when the end of a seed moves to the start of a purpose', () => {
    const source = new PureRandomSource();
    expect(source.seeded('a/b').stream('c').next()).not.toBe(source.seeded('a').stream('b/c').next());
  });
});
