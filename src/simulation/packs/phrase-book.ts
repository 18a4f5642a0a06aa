import { INTENTS, type Intent } from '../domain/intent.js';
import { NEWS_KINDS, type NewsKind } from '../domain/intervention.js';
import { POSITION_STANCES, type PositionStance } from '../domain/position.js';
import { REPLY_STANCES, SPEECH_ACTS, type ReplyStance, type SpeechAct } from '../domain/speech-act.js';
import { memberOf, isObject, type ParsedObject } from './json-object.js';

/** What an archetype says in its own words; lists may be empty. */
export interface VoiceBook {
  /** The first sentence of a thread that it opens. */
  openings: string[];
  /** What it makes of the incident, by its position. */
  claims: Record<PositionStance, string[]>;
  /** How it speaks of a fact. */
  facts: string[];
  questions: string[];
  proposals: string[];
  accusations: string[];
  jokes: string[];
  /** What it says when it feels that something is kept from it. */
  suspicions: string[];
  /** Answers to claims and accusations; `answer` to a question. */
  replies: Record<ReplyStance | 'answer', string[]>;
  /** When a comment has changed its mind, and when it could have. */
  moved: string[];
  kept: string[];
}

/** Sentence patterns that the built-in generator speaks with, in the world's language; lists may be empty. */
export interface PhraseBook {
  claims: Record<Intent, string[]>;
  leads: string[];
  evidence: string[];
  no_evidence: string[];
  replies: Record<ReplyStance, string[]>;
  memory: { reported: string[]; upvoted: string[] };
  memes: string[];
  countdown: string[];
  slips: string[];
  softeners: string[];
  /** Answers by what is answered: they come before `replies`. */
  responses: Record<SpeechAct, Record<ReplyStance, string[]>>;
  /** What an opening post tells, by the thread's frame. */
  openings: { fact: string[]; conflict: string[]; rumor: string[] };
  /** How comments take up interventions, by what they are; `moved`: what those add whom they have moved. */
  news: Record<NewsKind | 'moved', string[]>;
  /** By archetype id. */
  voices: Record<string, VoiceBook>;
}

/** A list of patterns (null), or members that have a shape of their own. */
interface Shape {
  readonly [member: string]: Shape | null;
}

const lists = (names: readonly string[]): Shape => Object.fromEntries(names.map((name) => [name, null]));

const VOICE: Shape = {
  openings: null,
  claims: lists(POSITION_STANCES),
  facts: null,
  questions: null,
  proposals: null,
  accusations: null,
  jokes: null,
  suspicions: null,
  replies: lists([...REPLY_STANCES, 'answer']),
  moved: null,
  kept: null,
};

const BOOK: Shape = {
  claims: lists(INTENTS),
  leads: null,
  evidence: null,
  no_evidence: null,
  replies: lists(REPLY_STANCES),
  memory: lists(['reported', 'upvoted']),
  memes: null,
  countdown: null,
  slips: null,
  softeners: null,
  responses: Object.fromEntries(SPEECH_ACTS.map((act) => [act, lists(REPLY_STANCES)])),
  openings: lists(['fact', 'conflict', 'rumor']),
  news: lists([...NEWS_KINDS, 'moved']),
};

/** Tells of a fault in a field. */
export type Report = (field: string, message: string) => void;

/** Reads a phrase book, whatever it holds; what is left out is empty. */
export function readPhraseBook(given: ParsedObject, fault: Report): PhraseBook {
  const path = 'phrase_book';
  refuseUnknown(given, [...Object.keys(BOOK), 'voices', 'fragments'], path, fault);
  const fragments = readFragments(objectAt(given, 'fragments', `${path}.fragments`, fault), fault);
  const say = (pattern: string) => withFragments(pattern, fragments);
  const book = readShape(given, BOOK, path, fault, say);
  const voices = objectAt(given, 'voices', `${path}.voices`, fault);
  return {
    ...book,
    voices: Object.fromEntries(
      Object.keys(voices).map((archetype) => {
        const own = `${path}.voices.${archetype}`;
        const voice = objectAt(voices, archetype, own, fault);
        refuseUnknown(voice, Object.keys(VOICE), own, fault);
        return [archetype, readShape(voice, VOICE, own, fault, say)];
      }),
    ),
  } as unknown as PhraseBook;
}

function readShape(
  given: ParsedObject,
  shape: Shape,
  path: string,
  fault: Report,
  say: (pattern: string) => string,
): Record<string, unknown> {
  const members = Object.entries(shape).map(([key, inner]) => {
    const own = `${path}.${key}`;
    if (inner === null) return [key, textsAt(given, key, own, fault).map(say)];
    const object = objectAt(given, key, own, fault);
    refuseUnknown(object, Object.keys(inner), own, fault);
    return [key, readShape(object, inner, own, fault, say)];
  });
  return Object.fromEntries(members) as Record<string, unknown>;
}

function readFragments(given: ParsedObject, fault: Report): ReadonlyMap<string, string> {
  const fragments = new Map<string, string>();
  for (const name of Object.keys(given)) {
    const path = `phrase_book.fragments.${name}`;
    const texts = textsAt(given, name, path, fault);
    if (texts.length > 0)
      fragments.set(name, `[${texts.map((text) => withFragments(text, fragments)).join('|')}]`);
  }
  return fragments;
}

/** A pattern with each `{fragment}` as a choice; a fragment may use those before it. */
function withFragments(pattern: string, fragments: ReadonlyMap<string, string>): string {
  if (fragments.size === 0) return pattern;
  return pattern.replaceAll(/\{([a-z_]+)\}/gu, (slot, name: string) => fragments.get(name) ?? slot);
}

/** Tells of members that nobody reads. */
export function refuseUnknown(
  given: ParsedObject,
  known: readonly string[],
  path: string,
  fault: Report,
): void {
  for (const key of Object.keys(given)) {
    if (!known.includes(key)) fault(`${path}.${key}`, `is unknown; ${path} has ${known.join(', ')}`);
  }
}

/** An object that is a member; empty when it is left out, or something else. */
export function objectAt(holder: ParsedObject, key: string, path: string, fault: Report): ParsedObject {
  const value = memberOf(holder, key) ?? (Object.hasOwn(holder, key) ? null : {});
  if (isObject(value)) return value;
  fault(path, 'must be an object');
  return {};
}

/** A list of texts that is a member; empty when it is left out, or something else. */
export function textsAt(holder: ParsedObject, key: string, path: string, fault: Report): string[] {
  const value = Object.hasOwn(holder, key) ? holder[key] : [];
  const good = Array.isArray(value) && value.every((text) => typeof text === 'string' && text.trim() !== '');
  if (good) return value as string[];
  fault(path, 'must be a list of texts, none of them blank');
  return [];
}
