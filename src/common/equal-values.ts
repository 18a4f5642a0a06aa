import { LruCache } from './lru-cache.js';

/**
 * Gives equal values of JSON one object, so that what is made of one, and kept with it, is made once for all of them.
 * Keeps those that were met last, as many as `capacity`, but none whose JSON has more than `longest` code units; what it
 * gives must not be changed.
 */
export class EqualValues<Value extends object> {
  private readonly met: LruCache<Value>;
  /** What was given for each object, as long as there is one. */
  private readonly given = new WeakMap<Value, Value>();

  constructor(capacity: number, longest = Infinity) {
    this.met = new LruCache(capacity, longest);
  }

  /** The first object that was met with these members; this one, where it is the first. */
  of(value: Value): Value {
    const before = this.given.get(value);
    if (before) return before;
    const first = this.met.get(JSON.stringify(value), () => value);
    this.given.set(value, first);
    return first;
  }
}
