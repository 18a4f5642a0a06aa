import { describe, expect, it } from '@jest/globals';
import { LruCache } from './lru-cache.js';

describe('a cache of what was used last', () => {
  it('makes a value once while it is kept', () => {
    const cache = new LruCache<number>(2);
    let made = 0;
    const get = (key: string) => cache.get(key, () => (made += 1));
    expect([get('a'), get('a'), get('b'), get('a')]).toEqual([1, 1, 2, 1]);
    expect(made).toBe(2);
  });

  it('lets go of the value that was not used for the longest time', () => {
    const cache = new LruCache<string>(2);
    for (const key of ['a', 'b', 'a', 'c']) cache.get(key, () => `first ${key}`);
    expect(cache.size).toBe(2);
    expect(cache.get('a', () => 'again')).toBe('first a');
    expect(cache.get('b', () => 'again')).toBe('again');
  });
});
