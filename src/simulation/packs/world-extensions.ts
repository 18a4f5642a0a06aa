import { INTENTS, type Intent } from '../domain/intent.js';
import { POSITION_STANCES, type PositionStance } from '../domain/position.js';
import { isObject, memberOf, type ParsedObject } from './json-object.js';
import { LANGUAGE_KEYS, languageOf, type Language } from './language.js';
import type { PackFault } from './pack-fault.js';
import { fileOf } from './pack-files.js';
import {
  objectAt,
  readPhraseBook,
  refuseUnknown,
  textsAt,
  type PhraseBook,
  type Report,
} from './phrase-book.js';

export type { PhraseBook, VoiceBook } from './phrase-book.js';

/** How strongly each archetype leans to each intent. */
export type ArchetypeIntents = Record<string, Partial<Record<Intent, number>>>;

/** How strongly an archetype leans to each position. */
export type PositionLeaning = Partial<Record<PositionStance, number>>;

/** What the simulation reads of the world pack's `extensions`. */
export interface WorldExtensions {
  readonly phrase_book: PhraseBook;
  readonly archetype_intents: ArchetypeIntents;
  readonly archetype_positions: Readonly<Record<string, PositionLeaning>>;
  readonly language: Language;
}

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
  const at = (key: string) => objectAt(extensions, key, key, fault);
  return {
    extensions: {
      phrase_book: readPhraseBook(at('phrase_book'), fault),
      archetype_intents: readWeights<Intent>('archetype_intents', at('archetype_intents'), INTENTS, fault),
      archetype_positions: readWeights<PositionStance>(
        'archetype_positions',
        at('archetype_positions'),
        POSITION_STANCES,
        fault,
      ),
      language: readLanguage(at('language'), fault),
    },
    faults,
  };
}

function readWeights<Key extends string>(
  path: string,
  given: ParsedObject,
  known: readonly Key[],
  fault: Report,
): Record<string, Partial<Record<Key, number>>> {
  for (const [archetype, weights] of Object.entries(given)) {
    const entries = isObject(weights) ? Object.entries(weights) : [];
    const good = entries.length > 0 && entries.every(([key, weight]) => isWeight(known, key, weight));
    if (good) continue;
    fault(`${path}.${archetype}`, `must give ${known.join(', ')} weights from 0 to 10`);
  }
  return given as Record<string, Partial<Record<Key, number>>>;
}

function isWeight(known: readonly string[], key: string, weight: unknown): boolean {
  return known.includes(key) && typeof weight === 'number' && weight >= 0 && weight <= 10;
}

function readLanguage(given: ParsedObject, fault: Report): Language {
  refuseUnknown(given, LANGUAGE_KEYS, 'language', fault);
  return languageOf(
    Object.fromEntries(LANGUAGE_KEYS.map((key) => [key, textsAt(given, key, `language.${key}`, fault)])),
  );
}
