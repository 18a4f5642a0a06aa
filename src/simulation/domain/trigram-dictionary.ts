/** Slots to begin with. */
const SLOTS = 8192;

/** Numbers trigrams from 0 in the order in which they come: a hash table with open addressing, faster than a `Map`. */
export class TrigramDictionary {
  /** Of each slot the trigram, and then its number plus one; 0 is free. */
  private slots = new Int32Array(2 * SLOTS);
  /** How many trigrams have a number. */
  size = 0;

  /** Makes room for `more` trigrams that may be new. */
  reserve(more: number): void {
    while (4 * (this.size + more) > this.slots.length) this.grow();
  }

  /** The number of a trigram; one that is new gets the next, for which there is room. */
  numberOf(trigram: number): number {
    const { slots } = this;
    const at = this.placeOf(trigram);
    if (slots[at + 1] === 0) {
      slots[at] = trigram;
      slots[at + 1] = ++this.size;
    }
    return (slots[at + 1] as number) - 1;
  }

  /** Where the slot is that a trigram has, or would get. */
  private placeOf(trigram: number): number {
    const { slots } = this;
    const mask = slots.length - 1;
    let at = ((Math.imul(trigram, 0x9e3779b1) >>> 8) << 1) & mask;
    while (slots[at + 1] !== 0 && slots[at] !== trigram) at = (at + 2) & mask;
    return at;
  }

  private grow(): void {
    const before = this.slots;
    this.slots = new Int32Array(2 * before.length);
    for (let from = 0; from < before.length; from += 2) {
      if (before[from + 1] === 0) continue;
      const trigram = before[from] as number;
      this.slots.set(before.subarray(from, from + 2), this.placeOf(trigram));
    }
  }
}
