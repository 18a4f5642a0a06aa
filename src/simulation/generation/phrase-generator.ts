import { capitalised, ended, sayOne, withoutFullStop, type SlotValues } from './phrases.js';
import type { GeneratedComment, GenerationRequest, TextGenerator } from './text-generator.js';

/** Sentences of a comment at the most, apart from its ending, by the voice's sentence length. */
const SENTENCES: ReadonlyMap<string | undefined, number> = new Map([
  ['short', 2],
  ['medium', 3],
  ['long', 5],
]);
const MEDIUM = 3;
/** How often the optional parts of a comment occur, 0..1. */
const CHANCES = {
  lead: 0.4,
  introducedEvidence: 0.75,
  admitNothing: 0.5,
  memory: 0.35,
  meme: 0.25,
  countdown: 0.3,
  ending: 0.5,
} as const;
/** Hours from which on people count down. */
const COUNTDOWN_HOURS = 24;
/** A temper that was told off cools down by this factor. */
const COOLING = 0.45;
/** Texts that are drawn before comments get longer so as not to repeat one. */
const DRAWS = 8;
const MAX_DRAWS = 40;

/**
 * Composes comments from the sentence patterns and words of the packs. Deterministic: all choices are draws of the
 * request's stream. Where a world gives no patterns, its own words stand side by side.
 */
export class PhraseGenerator implements TextGenerator {
  generate(request: GenerationRequest): GeneratedComment {
    let comment = compose(request, 1);
    for (let draw = 2; request.isTaken(comment.text) && draw <= MAX_DRAWS; draw++) {
      comment = compose(request, draw <= DRAWS ? 1 : 1 + draw - DRAWS);
    }
    return comment;
  }
}

function compose(request: GenerationRequest, claims: number): GeneratedComment {
  const { random, voice, reply, violations, phrases } = request;
  const slots = slotsOf(request);
  const claim = sayClaim(request, slots);
  const further = Array.from({ length: claims - 1 }, () => sayClaim(request, slots));
  const lead = random.chance(CHANCES.lead) ? sayLead(request, claim) : null;
  const room = SENTENCES.get(voice?.sentence_length) ?? MEDIUM;
  const answer = reply && sayReply(request, slots);
  const asides = sayAsides(request, slots).slice(0, Math.max(1, room - (answer ? 2 : 1)));
  const ending = voice && random.chance(CHANCES.ending) ? sayOne(voice.endings, {}, request) : null;
  const opening = lead ? `${lead} ${claim}` : claim;
  const slip = saySlip(request);
  const softener = violations.length > 0 ? sayOne(phrases.softeners, {}, request) : null;
  const sentences = [answer, opening, ...further, ...asides, slip, softener, ending];
  return { text: sentences.filter((sentence) => sentence !== null).join(' '), claim };
}

/** What the patterns' slots can be filled with in this comment. */
function slotsOf(request: GenerationRequest): SlotValues {
  const { seed, community, board, hoursLeft, evidence, reply, meme, random } = request;
  const one = (items: readonly string[]) => (items.length > 0 ? random.pick(items) : null);
  const fact = one(seed.public_facts.filter((text) => text !== evidence?.text));
  return {
    subject: withoutFullStop(seed.title),
    stakeholder: one(seed.stakeholders),
    fact: fact && withoutFullStop(fact),
    bias: one(community.biases),
    identity: one(community.identity),
    preferred_evidence: one(community.preferred_evidence),
    topic: board.topic,
    board: board.name,
    hours: hoursLeft >= 2 ? String(hoursLeft) : null,
    evidence: evidence && withoutFullStop(evidence.text),
    source: evidence?.source,
    name: reply?.name,
    their_claim: reply && withoutFullStop(reply.claim),
    meme: meme && withoutFullStop(meme),
  };
}

/** The claim; in a world without patterns, one of the facts, or of the community's convictions. */
function sayClaim(request: GenerationRequest, slots: SlotValues): string {
  const { phrases, intent, random, seed, community } = request;
  const said = sayOne(phrases.claims[intent], slots, request);
  return said ?? ended(random.pick([...seed.public_facts, ...community.biases, seed.title, seed.summary]));
}

/** One of the voice's own turns of phrase, before a claim that has no colon of its own. */
function sayLead(request: GenerationRequest, claim: string): string | null {
  const { phrases, voice, random } = request;
  if (!voice || voice.frequent_words.length === 0 || claim.includes(':')) return null;
  const word = random.pick(voice.frequent_words);
  return capitalised(sayOne(phrases.leads, { word }, request) ?? `${word}:`);
}

function sayReply(request: GenerationRequest, slots: SlotValues): string | null {
  const { phrases, reply } = request;
  if (!reply) return null;
  return sayOne(phrases.replies[reply.stance], slots, request) ?? `@${reply.name} “${slots['their_claim']}.”`;
}

/** The evidence, introduced or bare; what is cited never falls away for want of room. */
function sayEvidence(request: GenerationRequest, slots: SlotValues): string {
  const { phrases, random } = request;
  const introduced = random.chance(CHANCES.introducedEvidence)
    ? sayOne(phrases.evidence, slots, request)
    : null;
  return introduced ?? `“${slots['evidence']}.”`;
}

/** What may follow the claim, most important first. */
function sayAsides(request: GenerationRequest, slots: SlotValues): string[] {
  const { phrases, evidence, mood, hoursLeft, random } = request;
  const asides = [
    evidence && sayEvidence(request, slots),
    !evidence && random.chance(CHANCES.admitNothing) && sayOne(phrases.no_evidence, slots, request),
    mood !== 'none' && random.chance(CHANCES.memory) && sayOne(phrases.memory[mood], slots, request),
    random.chance(CHANCES.meme) && sayOne(phrases.memes, slots, request),
    hoursLeft <= COUNTDOWN_HOURS &&
      random.chance(CHANCES.countdown) &&
      sayOne(phrases.countdown, slots, request),
  ];
  return asides.filter((aside): aside is string => typeof aside === 'string');
}

/** A word that should have been avoided: tempers are lost, less often once a filter has told the writer off. */
function saySlip(request: GenerationRequest): string | null {
  const { phrases, avoid, temper, violations, generationAttempt, random } = request;
  const cooled = violations.length > 0 ? temper * COOLING ** (generationAttempt - 1) : temper;
  if (avoid.length === 0 || !random.chance(cooled)) return null;
  const taboo = random.pick(avoid);
  return sayOne(phrases.slips, { taboo }, request) ?? `${taboo}!`;
}
