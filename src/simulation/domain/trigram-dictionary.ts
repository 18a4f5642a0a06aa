/** Slots to begin with: a power of two, so that the upper bits of a hash are a slot. */
const SLOTS = 8192;
const HASH_BITS = 32;
/** 2³² over the golden ratio: multiplication by it spreads numbers over the upper bits (Fibonacci hashing). */
const GOLDEN = 0x9e3779b1;

/** Numbers trigrams from 0 in the order in which they come: a hash table with open addressing, faster than a `Map`. */
export class TrigramDictionary {
  /** Of each slot the trigram, and then its number plus one; 0 is free. */
  private slots = new Int32Array(2 * SLOTS);
  /** What of a hash is left away, so that it is a slot. */
  private shift = HASH_BITS - Math.log2(SLOTS);
  /** How many trigrams have a number. */
  size = 0;

  /** Makes room for `more` trigrams that may be new. */
  reserve(more: number): void {
    while (4 * (this.size + more) > this.slots.length) this.grow();
  }

  /** The number of a trigram; one that is new gets the next, for which there is room. */
  numberOf(trigram: number): number {
    const at = this.placeOf(trigram);
    const number = this.slots[at + 1] as number;
    if (number !== 0) return number - 1;
    this.slots[at] = trigram;
    this.slots[at + 1] = ++this.size;
    return this.size - 1;
  }

  /** Where the slot is that a trigram has, or would get. */
  private placeOf(trigram: number): number {
    const { slots } = this;
    const mask = slots.length - 1;
    let at = 2 * (Math.imul(trigram, GOLDEN) >>> this.shift);
    while (slots[at] !== trigram && slots[at + 1] !== 0) at = (at + 2) & mask;
    return at;
  }

  private grow(): void {
    const before = this.slots;
    this.slots = new Int32Array(2 * before.length);
    this.shift -= 1;
    for (let from = 0; from < before.length; from += 2) {
      if (before[from + 1] === 0) continue;
      const trigram = before[from] as number;
      this.slots.set(before.subarray(from, from + 2), this.placeOf(trigram));
    }
  }
}
