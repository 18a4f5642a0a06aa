/** Slots to begin with: a thread of a few rounds does not fill half of them. */
const SLOTS = 8192;

/** Numbers trigrams from 0 in the order in which they come: a hash table with open addressing in typed arrays. */
export class TrigramDictionary {
  private trigrams = new Int32Array(SLOTS);
  /** Slot → number, plus one; 0 is free. */
  private numbers = new Int32Array(SLOTS);
  /** How many trigrams have a number. */
  size = 0;

  /** The number of each trigram; one that is new gets the next. */
  numbersOf(trigrams: Int32Array): Int32Array {
    while (2 * (this.size + trigrams.length) > this.numbers.length) this.grow();
    const numbers = new Int32Array(trigrams.length);
    for (let index = 0; index < trigrams.length; index++) {
      const trigram = trigrams[index] as number;
      const slot = this.slotOf(trigram);
      if (this.numbers[slot] === 0) {
        this.trigrams[slot] = trigram;
        this.numbers[slot] = ++this.size;
      }
      numbers[index] = (this.numbers[slot] as number) - 1;
    }
    return numbers;
  }

  /** The slot that a trigram has, or would get. */
  private slotOf(trigram: number): number {
    const mask = this.numbers.length - 1;
    let slot = (Math.imul(trigram, 0x9e3779b1) >>> 8) & mask;
    while (this.numbers[slot] !== 0 && this.trigrams[slot] !== trigram) slot = (slot + 1) & mask;
    return slot;
  }

  private grow(): void {
    const { trigrams, numbers } = this;
    this.trigrams = new Int32Array(2 * trigrams.length);
    this.numbers = new Int32Array(2 * numbers.length);
    for (const [from, number] of numbers.entries()) {
      if (number === 0) continue;
      const trigram = trigrams[from] as number;
      const slot = this.slotOf(trigram);
      this.trigrams[slot] = trigram;
      this.numbers[slot] = number;
    }
  }
}
