import { capitalised, sayOne } from './phrases.js';
import type { SlotValues } from './pattern.js';
import type { GenerationRequest } from './text-generator.js';

/** How often the optional parts of a comment occur, 0..1. */
const CHANCES = {
  introducedEvidence: 0.75,
  admitNothing: 0.4,
  memory: 0.2,
  meme: 0.12,
  countdown: 0.25,
  soften: 0.6,
} as const;
/** Hours from which on people count down. */
const COUNTDOWN_HOURS = 24;
/** A temper that was told off cools down by this factor. */
const COOLING = 0.45;

/** One of the voice's own turns of phrase, before a claim that has no colon of its own. */
export function sayLead(request: GenerationRequest, claim: string): string | null {
  const { phrases, voice, random } = request;
  if (!voice || voice.frequent_words.length === 0 || claim.includes(':')) return null;
  const word = random.pick(voice.frequent_words);
  return capitalised(sayOne(phrases.leads, { word }, request) ?? `${word}:`);
}

/** The evidence, introduced or bare; what is cited never falls away for want of room. */
export function sayEvidence(request: GenerationRequest, slots: SlotValues): string {
  const { phrases, random } = request;
  const introduced = random.chance(CHANCES.introducedEvidence)
    ? sayOne(phrases.evidence, slots, request)
    : null;
  return introduced ?? `“${slots['evidence']}.”`;
}

/** What may follow, most important first. Who states a fact, or answers with somebody's words, does not admit to nothing. */
export function sayAsides(request: GenerationRequest, slots: SlotValues): string[] {
  const { phrases, evidence, reply, mood, hoursLeft, random } = request;
  const asides = [
    !evidence && !reply && random.chance(CHANCES.admitNothing) && sayOne(phrases.no_evidence, slots, request),
    mood !== 'none' && random.chance(CHANCES.memory) && sayOne(phrases.memory[mood], slots, request),
    random.chance(CHANCES.meme) && sayOne(phrases.memes, slots, request),
    hoursLeft <= COUNTDOWN_HOURS &&
      random.chance(CHANCES.countdown) &&
      sayOne(phrases.countdown, slots, request),
  ];
  return asides.filter((aside): aside is string => typeof aside === 'string');
}

/** A word that should have been avoided: tempers are lost, less often once a filter has told the writer off. */
export function saySlip(request: GenerationRequest): string | null {
  const { phrases, avoid, temper, violations, generationAttempt, random } = request;
  const cooled = violations.length > 0 ? temper * COOLING ** (generationAttempt - 1) : temper;
  if (avoid.length === 0 || !random.chance(cooled)) return null;
  const taboo = random.pick(avoid);
  return sayOne(phrases.slips, { taboo }, request) ?? `${taboo}!`;
}

/** Takes back a word that has slipped out: who was not rude has nothing to soften. */
export function saySoftener(request: GenerationRequest, slip: string | null): string | null {
  if (slip === null || !request.random.chance(CHANCES.soften)) return null;
  return sayOne(request.phrases.softeners, {}, request);
}
