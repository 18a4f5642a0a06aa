import { wordsIn } from './characters.js';

/** Words in a row that two comments of a thread should not share. */
const LENGTH = 5;
/** Comments that are looked back upon: with more, a comparison would cost the more the longer the thread is. */
const WINDOW = 60;

/** Words are numbered by characters of the supplementary planes: more than any thread has words. */
const FIRST_CHARACTER = 0x1_0000;
const CHARACTERS = 0x10_0000;

/** Code units of such a character. */
const UNITS = 2;

const QUOTED = /“[^”]*”/u;
const JOINERS = "'’-";

/** The sequences of words, outside quotation marks, of the last comments. */
export class WordSequences {
  private readonly counts = new Map<string, number>();
  private readonly texts: string[][] = [];
  /** The number of each word that was met, as a character: sequences are short texts of these. */
  private readonly characters = new Map<string, string>();
  /** The text that was asked about last: it is asked about, and then added. */
  private last: { readonly text: string; readonly sequences: string[] } = { text: '', sequences: [] };

  /** Adds a comment; the oldest one falls out of the window. */
  add(text: string): void {
    const sequences = this.sequencesOf(text);
    this.texts.push(sequences);
    for (const sequence of sequences) this.counts.set(sequence, (this.counts.get(sequence) ?? 0) + 1);
    if (this.texts.length > WINDOW) this.drop(this.texts.shift() ?? []);
  }

  /** Whether a text shares a sequence with one of the last comments. */
  shares(text: string): boolean {
    return this.sequencesOf(text).some((sequence) => this.counts.has(sequence));
  }

  private sequencesOf(text: string): string[] {
    if (this.last.text !== text) this.last = { text, sequences: this.readSequences(text) };
    return this.last.sequences;
  }

  private readSequences(text: string): string[] {
    const sequences: string[] = [];
    for (const part of text.toLowerCase().split(QUOTED)) {
      let characters = '';
      for (const word of wordsIn(part, JOINERS)) characters += this.characterOf(word);
      for (let end = LENGTH * UNITS; end <= characters.length; end += UNITS)
        sequences.push(characters.slice(end - LENGTH * UNITS, end));
    }
    return sequences;
  }

  private characterOf(word: string): string {
    let character = this.characters.get(word);
    if (character === undefined) {
      character = String.fromCodePoint(FIRST_CHARACTER + (this.characters.size % CHARACTERS));
      this.characters.set(word, character);
    }
    return character;
  }

  private drop(sequences: readonly string[]): void {
    for (const sequence of sequences) {
      const left = (this.counts.get(sequence) ?? 1) - 1;
      if (left > 0) this.counts.set(sequence, left);
      else this.counts.delete(sequence);
    }
  }
}
