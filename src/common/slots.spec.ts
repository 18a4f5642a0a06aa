import { describe, expect, it } from '@jest/globals';
import { Slots } from './slots.js';

/** Lets what is ready go on. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Work that goes on until it is told to end; `begun` has what began, in order. */
function workers(slots: Slots) {
  const begun: string[] = [];
  const ends = new Map<string, (outcome: Promise<void>) => void>();
  const start = (name: string, signal?: AbortSignal) =>
    slots.run(() => {
      begun.push(name);
      return new Promise<void>((end) => ends.set(name, end));
    }, signal);
  const end = (name: string, outcome = Promise.resolve()) => ends.get(name)?.(outcome);
  return { begun, start, end };
}

describe('slots', () => {
  it('are given in the order in which they were asked for, so many at a time', async () => {
    const { begun, start, end } = workers(new Slots(2));
    const all = ['a', 'b', 'c', 'd'].map((name) => start(name));
    await turn();
    expect(begun).toEqual(['a', 'b']);
    end('b');
    await turn();
    expect(begun).toEqual(['a', 'b', 'c']);
    for (const name of ['a', 'c']) end(name);
    await turn();
    end('d');
    await Promise.all(all);
  });

  it('are free again when the work in them fails', async () => {
    const { begun, start, end } = workers(new Slots(1));
    const failing = start('failing');
    const next = start('next');
    await turn();
    end('failing', Promise.reject(new Error('It broke.')));
    await expect(failing).rejects.toThrow('It broke.');
    await turn();
    expect(begun).toEqual(['failing', 'next']);
    end('next');
    await next;
  });

  it('are not kept for those who no longer want one', async () => {
    const { begun, start, end } = workers(new Slots(1));
    const first = start('first');
    const leaving = new AbortController();
    const left = start('left', leaving.signal);
    const stays = start('stays');
    leaving.abort(new Error('It was cancelled.'));
    await expect(left).rejects.toThrow('It was cancelled.');
    end('first');
    await first;
    await turn();
    expect(begun).toEqual(['first', 'stays']);
    end('stays');
    await stays;
    await expect(start('late', AbortSignal.abort(new Error('Too late.')))).rejects.toThrow('Too late.');
    expect(begun).toHaveLength(2);
  });
});
