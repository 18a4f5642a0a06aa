/**
 * Keeps the values that were used last, as many as `capacity`; made when they are missing. Where keys tell how large
 * their values are, those of keys of more than `longest` code units are made each time instead.
 */
export class LruCache<Value> {
  /** The value that was not used for the longest time is the first. */
  private readonly values = new Map<string, Value>();

  constructor(
    private readonly capacity: number,
    private readonly longest = Infinity,
  ) {}

  /** The value of a key; `make` makes one that is not there. */
  get(key: string, make: () => Value): Value {
    if (key.length > this.longest) return make();
    const known = this.values.get(key);
    const value = known === undefined ? make() : known;
    this.values.delete(key);
    this.values.set(key, value);
    if (this.values.size > this.capacity) this.dropOldest();
    return value;
  }

  get size(): number {
    return this.values.size;
  }

  private dropOldest(): void {
    const [oldest = ''] = this.values.keys();
    this.values.delete(oldest);
  }
}
