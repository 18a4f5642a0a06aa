import { INTENTS, type Intent } from '../domain/intent.js';
import { isObject, memberOf, type ParsedObject } from './json-object.js';
import type { PackFault } from './pack-fault.js';
import { fileOf } from './pack-files.js';

/** Sentence patterns that the built-in generator speaks with, in the world's language; lists may be empty. */
export interface PhraseBook {
  claims: Record<Intent, string[]>;
  leads: string[];
  evidence: string[];
  no_evidence: string[];
  replies: { agree: string[]; oppose: string[]; ask: string[] };
  memory: { reported: string[]; upvoted: string[] };
  memes: string[];
  countdown: string[];
  slips: string[];
  softeners: string[];
}

/** How strongly each archetype leans to each intent. */
export type ArchetypeIntents = Record<string, Partial<Record<Intent, number>>>;

/** What the simulation reads of the world pack's `extensions`. */
export interface WorldExtensions {
  readonly phrase_book: PhraseBook;
  readonly archetype_intents: ArchetypeIntents;
}

/** The keys of the phrase book: a list, or lists by name. */
const PHRASE_LISTS: Readonly<Record<keyof PhraseBook, readonly string[] | null>> = {
  claims: INTENTS,
  leads: null,
  evidence: null,
  no_evidence: null,
  replies: ['agree', 'oppose', 'ask'],
  memory: ['reported', 'upvoted'],
  memes: null,
  countdown: null,
  slips: null,
  softeners: null,
};

/** Reads the extensions of a world pack, whatever it holds; what is left out is empty. */
export function readExtensions(worldPack: ParsedObject): {
  readonly extensions: WorldExtensions;
  readonly faults: readonly PackFault[];
} {
  const faults: PackFault[] = [];
  const fault: Report = (field, message) =>
    faults.push({ file: fileOf('world'), item: 'extensions', field, message });
  const given = memberOf(worldPack, 'extensions');
  const extensions = isObject(given) ? given : {}; // another type is the schema's to find
  const phrase_book = readPhraseBook(objectAt(extensions, 'phrase_book', 'phrase_book', fault), fault);
  const intents = objectAt(extensions, 'archetype_intents', 'archetype_intents', fault);
  return { extensions: { phrase_book, archetype_intents: readIntents(intents, fault) }, faults };
}

type Report = (field: string, message: string) => void;

function readPhraseBook(given: ParsedObject, fault: Report): PhraseBook {
  refuseUnknown(given, Object.keys(PHRASE_LISTS), 'phrase_book', fault);
  const lists = Object.entries(PHRASE_LISTS).map(([key, names]) => {
    const path = `phrase_book.${key}`;
    if (!names) return [key, textsAt(given, key, path, fault)];
    const inner = objectAt(given, key, path, fault);
    refuseUnknown(inner, names, path, fault);
    return [
      key,
      Object.fromEntries(names.map((name) => [name, textsAt(inner, name, `${path}.${name}`, fault)])),
    ];
  });
  return Object.fromEntries(lists) as PhraseBook;
}

function readIntents(given: ParsedObject, fault: Report): ArchetypeIntents {
  for (const [archetype, weights] of Object.entries(given)) {
    const known = isObject(weights) ? Object.entries(weights) : [];
    const good = known.length > 0 && known.every(([intent, weight]) => isWeight(intent, weight));
    if (good) continue;
    fault(`archetype_intents.${archetype}`, `must give ${INTENTS.join(', ')} weights from 0 to 10`);
  }
  return given as ArchetypeIntents;
}

function isWeight(intent: string, weight: unknown): boolean {
  return INTENTS.includes(intent as Intent) && typeof weight === 'number' && weight >= 0 && weight <= 10;
}

function refuseUnknown(given: ParsedObject, known: readonly string[], path: string, fault: Report): void {
  for (const key of Object.keys(given)) {
    if (!known.includes(key)) fault(`${path}.${key}`, `is unknown; ${path} has ${known.join(', ')}`);
  }
}

function objectAt(holder: ParsedObject, key: string, path: string, fault: Report): ParsedObject {
  const value = memberOf(holder, key) ?? (Object.hasOwn(holder, key) ? null : {});
  if (isObject(value)) return value;
  fault(path, 'must be an object');
  return {};
}

function textsAt(holder: ParsedObject, key: string, path: string, fault: Report): string[] {
  const value = Object.hasOwn(holder, key) ? holder[key] : [];
  const good = Array.isArray(value) && value.every((text) => typeof text === 'string' && text.trim() !== '');
  if (good) return value as string[];
  fault(path, 'must be a list of texts, none of them blank');
  return [];
}
