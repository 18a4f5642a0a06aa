import type { PackFault } from './pack-fault.js';

/** What a persona wants with a comment; one for each axis of the dial. */
export const INTENTS = ['alert', 'evidence', 'mediate', 'safety', 'hype'] as const;
export type Intent = (typeof INTENTS)[number];

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

/** Reads the extensions; what is left out is empty. */
export function readExtensions(extensions: Readonly<Record<string, unknown>>): {
  readonly extensions: WorldExtensions;
  readonly faults: PackFault[];
} {
  const faults: PackFault[] = [];
  const fault = (field: string, message: string) =>
    faults.push({ file: 'world_pack.json', item: 'extensions', field, message });
  const phrases = objectAt(extensions, 'phrase_book', fault);
  const phrase_book = Object.fromEntries(
    Object.entries(PHRASE_LISTS).map(([key, names]) => {
      const path = `phrase_book.${key}`;
      if (!names) return [key, textsAt(phrases[key], path, fault)];
      const lists = objectAt(phrases, key, (_, message) => fault(path, message));
      return [
        key,
        Object.fromEntries(names.map((name) => [name, textsAt(lists[name], `${path}.${name}`, fault)])),
      ];
    }),
  ) as unknown as PhraseBook;
  const archetype_intents = readIntents(objectAt(extensions, 'archetype_intents', fault), fault);
  return { extensions: { phrase_book, archetype_intents }, faults };
}

type Report = (field: string, message: string) => void;

function readIntents(given: Readonly<Record<string, unknown>>, fault: Report): ArchetypeIntents {
  for (const [archetype, weights] of Object.entries(given)) {
    const known = typeof weights === 'object' && weights !== null ? Object.entries(weights) : [];
    const good = known.length > 0 && known.every(([intent, weight]) => isWeight(intent, weight));
    if (!good)
      fault(`archetype_intents.${archetype}`, `must give ${INTENTS.join(', ')} weights from 0 to 10`);
  }
  return given as ArchetypeIntents;
}

function isWeight(intent: string, weight: unknown): boolean {
  return INTENTS.includes(intent as Intent) && typeof weight === 'number' && weight >= 0 && weight <= 10;
}

function objectAt(
  holder: Readonly<Record<string, unknown>>,
  key: string,
  fault: Report,
): Record<string, unknown> {
  const value = holder[key] ?? {};
  if (typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>;
  fault(key, 'must be an object');
  return {};
}

function textsAt(value: unknown, path: string, fault: Report): string[] {
  const list = value ?? [];
  const good = Array.isArray(list) && list.every((text) => typeof text === 'string' && text.trim() !== '');
  if (good) return list as string[];
  fault(path, 'must be a list of texts');
  return [];
}
