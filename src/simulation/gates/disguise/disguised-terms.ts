import { LetterSequence } from './letter-sequence.js';
import { lastRunsOf, runsOf, type ReadText } from './read-text.js';
import type { FoldedUnit } from './folded-character.js';
import { hasGapsOfOneWord, standsAlone } from './word-gaps.js';

/** A part of a text, from a place up to another, in UTF-16 code units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A term as it is looked for: its letters, and where its words begin. */
interface Term {
  readonly term: string;
  readonly units: readonly FoldedUnit[];
  readonly kinds: string;
  readonly runs: readonly number[];
  /** Units that begin a new word of the term. */
  readonly wordStarts: ReadonlySet<number>;
}

/** Terms with other signs than these between their words are looked for as they are. */
const WORDY = /^[\p{L}\p{N}\p{M}\s\p{Pd}'’_]+$/u;

/** What the words of a term cannot have between them. */
const PHRASE_ENDS = /[.,;:!?…]\s|^.{5}/u;

/** A term that was found. */
export interface FoundTerm extends Span {
  readonly term: string;
}

/** Finds terms through disguise: look-alike letters, separators, invisible characters, marks and case. */
export class DisguisedTerms {
  private readonly terms: readonly Term[];
  private readonly lastRuns: Int16Array;
  /** Terms that have signs in them, taken literally. */
  private readonly literal: readonly string[];

  constructor(terms: readonly string[]) {
    const given = [...new Set(terms.map((term) => term.trim().normalize('NFC')))].filter((one) => one !== '');
    const wordy = given.filter((term) => WORDY.test(term) && /[\p{L}\p{N}]/u.test(term));
    this.literal = given.filter((term) => !wordy.includes(term)).map((term) => term.toLowerCase());
    this.terms = wordy.map((term) => termOf(term)).filter(({ units }) => units.length > 0);
    this.lastRuns = lastRunsOf(this.terms.map(({ runs }) => runs));
  }

  private mayOccur(text: ReadText): boolean {
    const { lastRuns, terms } = this;
    for (let at = text.nextHeld(lastRuns, 0); at >= 0; at = text.nextHeld(lastRuns, at + 1)) {
      const { runs, kinds } = terms[at] as Term;
      if (text.hasRuns(runs) && text.hasKinds(kinds)) return true;
    }
    return false;
  }

  /** Where terms stand in a text. */
  find(text: ReadText): readonly FoundTerm[] {
    const { readings } = text;
    if (readings.length === 1 && this.literal.length === 0 && !this.mayOccur(text)) return NOTHING;
    const found: FoundTerm[] = [];
    for (const reading of readings) {
      for (const term of this.terms) {
        if (reading === 'plain' && !(text.hasRuns(term.runs) && text.hasKinds(term.kinds))) continue;
        const sequence = text.sequence(reading);
        for (let at = sequence.find(term.kinds, 0); at >= 0; at = sequence.find(term.kinds, at + 1)) {
          const span = spanOf(sequence, term, at);
          if (span && !isKnown(found, span))
            found.push({ start: span.start, end: span.end, term: term.term });
        }
      }
    }
    for (const term of this.literal) found.push(...literally(text.text, term));
    return found;
  }
}

const NOTHING: readonly FoundTerm[] = [];

function termOf(term: string): Term {
  const sequence = new LetterSequence('plain');
  sequence.take(term);
  const units = [...sequence.units];
  const { starts, ends } = sequence;
  const wordStarts = new Set(
    starts.flatMap((start, index) => (index > 0 && start > (ends[index - 1] ?? 0) ? [index] : [])),
  );
  const kinds = units.map(({ kind }) => kind);
  return { term, units, kinds: String.fromCharCode(...kinds), runs: runsOf(term), wordStarts };
}

/** The part of the text that is the term, if it really is one. */
function spanOf(sequence: LetterSequence, term: Term, at: number): Span | null {
  const { units, starts, ends } = sequence;
  const last = at + term.units.length - 1;
  const isWhole = starts[at - 1] !== starts[at] && starts[last + 1] !== starts[last];
  if (!isWhole || !term.units.every((unit, index) => isAlike(units[at + index], unit))) return null;
  if (!isInScript(sequence, term, at)) return null;
  const span = { start: starts[at] ?? 0, end: ends[last] ?? 0 };
  const gaps = gapsOf(sequence, term, at);
  if (gaps === null) return null;
  const neighbours = { before: sequence.text.slice(0, span.start), after: sequence.text.slice(span.end) };
  const isWord = gaps.every((gap) => gap === '')
    ? standsAlone(term.term, neighbours)
    : hasGapsOfOneWord(term.term, gaps, neighbours);
  return isWord ? span : null;
}

/** What stands between the letters of each word of the term; null when its words are not of one phrase. */
function gapsOf({ text, starts, ends }: LetterSequence, term: Term, at: number): string[] | null {
  const gaps: string[] = [];
  for (let index = 1; index < term.units.length; index++) {
    const [before, next] = [at + index - 1, at + index];
    if (starts[before] === starts[next]) continue;
    const gap = text.slice(ends[before], starts[next]);
    if (!term.wordStarts.has(index)) gaps.push(gap);
    else if (PHRASE_ENDS.test(gap)) return null;
  }
  return gaps;
}

function isAlike(unit: FoldedUnit | undefined, of: FoldedUnit): boolean {
  if (!unit) return false;
  if (unit.letter === of.letter) return true;
  if (unit.script === of.script && unit.looks !== 'l') return false;
  const shapes = of.script === 'latin' ? of.letter : of.looks;
  const looks = unit.script === 'latin' && unit.looks === '' ? unit.letter : unit.looks;
  return Array.from(looks).some((look) => shapes.includes(look));
}

/** Whether a word that is wholly of another script than the term is meant to look like it. */
function isInScript({ units }: LetterSequence, term: Term, at: number): boolean {
  const script = term.units[0]?.script;
  const own = units.slice(at, at + term.units.length);
  if (own.some((unit) => unit.script === script)) return true;
  const others = [...units.slice(0, at), ...units.slice(at + own.length)];
  const ofTerm = others.filter((unit) => unit.script === script).length;
  const ofWord = others.filter(
    (unit) => unit.script === own.find(({ script: one }) => one !== 'digit')?.script,
  ).length;
  return own.some((unit) => unit.script !== 'digit') && ofTerm >= ofWord;
}

function isKnown(found: readonly FoundTerm[], { start, end }: Span): boolean {
  return found.some((one) => one.start === start && one.end === end);
}

function literally(text: string, term: string): FoundTerm[] {
  const found: FoundTerm[] = [];
  const lower = text.toLowerCase();
  if (lower.length !== text.length) return found;
  for (let start = lower.indexOf(term); start >= 0; start = lower.indexOf(term, start + 1)) {
    const end = start + term.length;
    const cut = isCut(text[start - 1] ?? '', term[0] ?? '') || isCut(text[end] ?? '', term.at(-1) ?? '');
    if (!cut) found.push({ start, end, term });
  }
  return found;
}

/** Whether a word goes on from one character to the other. */
function isCut(outside: string, inside: string): boolean {
  return /[\p{L}\p{N}]/u.test(outside) && /[\p{L}\p{N}]/u.test(inside);
}
