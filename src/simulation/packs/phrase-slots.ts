import type { PackFault } from './pack-fault.js';
import { fileOf } from './pack-files.js';
import type { PhraseBook } from './world-extensions.js';

/** What every phrase can speak of. */
const COMMON = [
  'subject',
  'stakeholder',
  'fact',
  'bias',
  'identity',
  'preferred_evidence',
  'topic',
  'board',
  'hours',
  'evidence',
  'source',
  'name',
  'their_claim',
  'meme',
];

/** The slots that the built-in generator fills in the phrases of each list. */
const PHRASE_SLOTS: Readonly<Record<keyof PhraseBook, readonly string[]>> = {
  claims: COMMON,
  leads: ['word'],
  evidence: COMMON,
  no_evidence: COMMON,
  replies: COMMON,
  memory: COMMON,
  memes: COMMON,
  countdown: COMMON,
  slips: ['taboo'],
  softeners: [],
};

/** Phrases with a slot that nothing fills: they are never said. */
export function slotsNothingFills(book: PhraseBook): PackFault[] {
  return Object.entries(PHRASE_SLOTS).flatMap(([key, slots]) => {
    const lists = book[key as keyof PhraseBook];
    const named = Array.isArray(lists)
      ? [[key, lists] as const]
      : Object.entries(lists).map(([name, list]) => [`${key}.${name}`, list] as const);
    return named.flatMap(([path, phrases]) => unfilled(`phrase_book.${path}`, phrases, slots));
  });
}

function unfilled(path: string, phrases: readonly string[], slots: readonly string[]): PackFault[] {
  return phrases.flatMap((phrase, index) =>
    [...phrase.matchAll(/\{([^{}]*)\}/g)]
      .filter(([, slot = '']) => !slots.includes(slot))
      .map(([slot]) => ({
        file: fileOf('world'),
        item: 'extensions',
        field: `${path}[${index}]`,
        message: `is never said, because nothing fills ${slot}`,
      })),
  );
}
