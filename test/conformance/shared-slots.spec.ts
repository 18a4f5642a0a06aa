import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RunRepository, SlotStore } from '../../src/runs/index.js';
import { openRunRepository, type StoreOptions } from '../../src/storage/index.js';
import { testStores } from '../support/test-stores.js';

const NOW = Date.now();
const HELD = { now: NOW, forMs: 60_000 };
/** Over at once, whatever clock the store goes by. */
const OVER = { now: NOW - 120_000, forMs: -1 };
const claim = (holder: string, places = 1, name = 'calls') => ({ name, holder, places });

describe.each(await testStores(['sqlite', 'postgres']))('the slots of the $kind repository', ({ open }) => {
  let options: StoreOptions;
  const opened: RunRepository[] = [];
  let remove: () => Promise<void>;

  /** The slots as another process sees them. */
  const another = async (): Promise<SlotStore> => {
    const repository = await openRunRepository(options);
    opened.push(repository);
    if (!repository.slots) throw new Error('It has no slots.');
    return repository.slots;
  };

  beforeEach(async () => {
    ({ options, remove } = await open());
  });

  afterEach(async () => {
    for (const repository of opened.splice(0)) await repository.close();
    await remove();
  });

  it('are given to so many at a time, whoever asks', async () => {
    const [first, second] = [await another(), await another()];
    expect(await first.take(claim('a', 2), HELD)).toBe(true);
    expect(await second.take(claim('b', 2), HELD)).toBe(true);
    expect(await first.take(claim('c', 2), HELD)).toBe(false);
    expect(await second.take(claim('d', 2), HELD)).toBe(false);
    await second.release('a');
    expect(await first.take(claim('c', 2), HELD)).toBe(true);
  });

  it('are given once each, however many ask at once', async () => {
    const stores = [await another(), await another(), await another()];
    const all = async (name: string) => {
      const asked = Array.from({ length: 30 }, (_, index) => stores[index % 3] as SlotStore);
      return Promise.all(asked.map((store, index) => store.take(claim(`${name} ${index}`, 2, name), HELD)));
    };
    await all('to open all connections');
    for (const name of ['a', 'b', 'c', 'd']) expect((await all(name)).filter(Boolean)).toHaveLength(2);
  });

  it('are given in the order in which they were asked for', async () => {
    const store = await another();
    await store.take(claim('a'), HELD);
    await store.take(claim('b'), HELD);
    await store.take(claim('c'), HELD);
    await store.release('a');
    expect(await store.take(claim('c'), HELD)).toBe(false);
    expect(await store.take(claim('b'), HELD)).toBe(true);
    await store.release('b');
    expect(await store.take(claim('c'), HELD)).toBe(true);
  });

  it('do not wait for one who has given up, or is dead', async () => {
    const store = await another();
    await store.take(claim('a'), HELD);
    await store.take(claim('gone'), HELD);
    await store.take(claim('dead'), OVER);
    await store.take(claim('d'), HELD);
    await store.release('gone');
    await store.release('a');
    expect(await store.take(claim('d'), HELD)).toBe(true);
  });

  it('come back when their time is over, unless they are renewed', async () => {
    const store = await another();
    await store.take(claim('a', 2), OVER);
    await store.take(claim('b', 2), HELD);
    expect(await store.renew(['a', 'b', 'none'], HELD)).toEqual(['b']);
    expect(await store.take(claim('c', 2), HELD)).toBe(true);
    expect(await store.take(claim('d', 2), HELD)).toBe(false);
  });

  it('of one who waits are not renewed: it holds none', async () => {
    const store = await another();
    await store.take(claim('a'), HELD);
    await store.take(claim('b'), HELD);
    expect(await store.renew(['b'], HELD)).toEqual([]);
  });

  it('of one name are not those of another', async () => {
    const store = await another();
    expect(await store.take(claim('a'), HELD)).toBe(true);
    expect(await store.take(claim('b', 1, 'others'), HELD)).toBe(true);
  });
});

describe.each(await testStores(['sqlite']))('the slots of the $kind repository', ({ open }) => {
  it('are void when the clock was set back since', async () => {
    const { options, remove } = await open();
    const repository = await openRunRepository(options);
    await repository.slots?.take(claim('a'), { ...HELD, now: NOW + 3_600_000 });
    expect(await repository.slots?.take(claim('b'), HELD)).toBe(true);
    await repository.close();
    await remove();
  });
});
