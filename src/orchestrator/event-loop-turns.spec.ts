import { describe, expect, it } from '@jest/globals';
import { EventLoopTurns } from './event-loop-turns.js';

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('turns of the event loop', () => {
  it('go to one of those who wait, in the order of the calls', async () => {
    const turns = new EventLoopTurns();
    const seen: string[] = [];
    const stage = async (name: string) => {
      for (let step = 1; step <= 2; step++) {
        await turns.next();
        seen.push(`${name}${step}`);
      }
    };
    const both = Promise.all([stage('a'), stage('b')]);
    const perTurn: number[] = [];
    for (let before = 0; seen.length < 4; before = seen.length) {
      await turn();
      perTurn.push(seen.length - before);
    }
    await both;
    expect(seen).toEqual(['a1', 'b1', 'a2', 'b2']);
    expect(Math.max(...perTurn)).toBe(1);
  });

  it('let timers and requests in between', async () => {
    const turns = new EventLoopTurns();
    let others = 0;
    const other = () => {
      others += 1;
      if (others < 5) setImmediate(other);
    };
    setImmediate(other);
    for (let step = 0; step < 5; step++) await turns.next();
    expect(others).toBeGreaterThanOrEqual(4);
  });
});
