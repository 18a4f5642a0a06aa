import { describe, expect, it } from '@jest/globals';
import { Slots } from './slots.js';

const GOES_ON = new AbortController().signal;

/** Lets what is ready go on. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('slots', () => {
  it('are given in the order in which they were asked for, so many at a time', async () => {
    const slots = new Slots(2);
    const begun: number[] = [];
    for (const number of [1, 2, 3, 4]) void slots.take(GOES_ON).then(() => begun.push(number));
    await turn();
    expect(begun).toEqual([1, 2]);
    slots.giveBack();
    await turn();
    expect(begun).toEqual([1, 2, 3]);
  });

  it('are not kept for those who no longer want one', async () => {
    const slots = new Slots(1);
    await slots.take(GOES_ON);
    const leaving = new AbortController();
    const left = slots.take(leaving.signal);
    const stays = slots.take(GOES_ON);
    leaving.abort(new Error('It was cancelled.'));
    await expect(left).rejects.toThrow('It was cancelled.');
    slots.giveBack();
    await stays;
    expect(() => slots.take(AbortSignal.abort(new Error('Too late.')))).toThrow('Too late.');
  });
});
