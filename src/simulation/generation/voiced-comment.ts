import type { VoiceBook } from '../packs/world-extensions.js';
import { sayAsides, sayEvidence, sayLead, saySlip, saySoftener } from './comment-parts.js';
import { slotsOf } from './comment-slots.js';
import { sayNews } from './news-sentences.js';
import type { SlotValues } from './pattern.js';
import { ended, sayOne } from './phrases.js';
import type { GeneratedComment, GenerationRequest } from './text-generator.js';

/** Sentences of a comment at the most, apart from its ending, by the voice's sentence length. */
const SENTENCES: ReadonlyMap<string | undefined, number> = new Map([
  ['short', 2],
  ['medium', 3],
  ['long', 4],
]);
const MEDIUM = 3;
/** How often the optional parts occur, 0..1. */
const CHANCES = {
  lead: 0.12,
  ending: 0.3,
  further: 0.4,
  factFirst: 0.4,
  factAlone: 0.65,
  claimAlone: 0.7,
  answerAlone: 0.35,
  keeps: 0.6,
  common: 0.3,
} as const;

/** A comment in the own words of an archetype; null when they cannot say what it has to. */
export function voicedComment(request: GenerationRequest, claims: number): GeneratedComment | null {
  const { phrases, speaker, random, voice } = request;
  const book = phrases.voices[speaker.archetype_id ?? ''];
  if (!book) return null;
  const slots = slotsOf(request);
  const claim = sayMain(request, book, slots);
  if (claim === null) return null;
  const further = Array.from({ length: claims - 1 }, () => sayMain(request, book, slots));
  const answer = sayAnswer(request, book, slots);
  const lead = answer === null && random.chance(CHANCES.lead) ? sayLead(request, claim) : null;
  const news = sayNews(request, slots);
  const fact = news.cites ? null : sayFact(request, book, slots, `${answer ?? ''} ${claim}`);
  const body = bodyOf(request, answer, lead ? `${lead} ${claim}` : claim, fact);
  const room = SENTENCES.get(voice?.sentence_length) ?? MEDIUM;
  const said = [answer, ...news.sentences, ...body].filter((sentence) => sentence !== null).length;
  const ending = voice && random.chance(CHANCES.ending) ? sayOne(voice.endings, slots, request) : null;
  const slip = saySlip(request);
  const sentences = [
    answer,
    ...news.sentences,
    ...body,
    ...further,
    ...sayAsides(request, slots).slice(0, Math.max(0, room - said)),
    slip,
    saySoftener(request, slip),
    ending,
  ];
  const text = sentences.filter((sentence) => sentence !== null).join(' ');
  return { text, claim: text.includes(claim) ? claim : (answer ?? claim), thing: slots['thing'] ?? null };
}

/** What is said beside the answer, in turn. Who answers need not make a claim as well, nor tell a fact that it speaks of. */
function bodyOf(
  request: GenerationRequest,
  answer: string | null,
  main: string,
  fact: string | null,
): string[] {
  const { act, suspicion, change, random } = request;
  const isEnough = (said: string) => request.evidence === null || speaksOfFact(request, said);
  const needsClaim = answer === null || act !== 'claim' || suspicion !== null;
  if (!needsClaim && change !== null && isEnough(answer) && random.chance(CHANCES.answerAlone)) return [];
  if (fact === null) return [main];
  if (!needsClaim && random.chance(CHANCES.factAlone)) return [fact];
  if (answer !== null && isEnough(`${answer} ${main}`) && random.chance(CHANCES.claimAlone)) return [main];
  return random.chance(CHANCES.factFirst) ? [fact, main] : [main, fact];
}

/** Whether a text has a piece of the fact that the comment cites. */
function speaksOfFact({ incident, evidence }: GenerationRequest, text: string): boolean {
  const { things = [], numbers = [], whens = [] } = incident.factOf(evidence?.id)?.pieces ?? {};
  const lower = text.toLowerCase();
  return [...things, ...numbers, ...whens].some((piece) => lower.includes(piece.toLowerCase()));
}

/** What the comment does: a claim, a question, a proposal, an accusation, a joke, or a suspicion. */
function sayMain(request: GenerationRequest, book: VoiceBook, slots: SlotValues): string | null {
  const { suspicion, act, position, reply } = request;
  const claims = book.claims[position.stance];
  const own = {
    claim: claims,
    question: reply?.stance === 'ask' ? claims : book.questions, // its reply asks already
    proposal: book.proposals,
    accusation: book.accusations,
    joke: book.jokes,
  }[act];
  const suspicious = suspicion ? sayOne(book.suspicions, slots, request) : null;
  return suspicious ?? sayOne(own, slots, request) ?? sayOne(claims, slots, request);
}

/** How the comment takes up what it answers. */
function sayAnswer(request: GenerationRequest, book: VoiceBook, slots: SlotValues): string | null {
  const { phrases, reply, change, random } = request;
  if (!reply) return null;
  const { stance, owed } = reply;
  const act = reply.asks ? 'question' : reply.act;
  const say = (patterns: readonly string[]) => sayOne(patterns, slots, request);
  if (change === 'moved') return say(book.moved) ?? say(phrases.replies.agree);
  const kept = change === 'kept' && stance !== 'ask' && random.chance(CHANCES.keeps) ? say(book.kept) : null;
  if (kept !== null) return kept;
  const shared = phrases.responses[act][stance];
  if (act === 'question' && owed && stance !== 'ask') return say(book.replies.answer) ?? say(shared);
  const isOwn = act === 'claim' || act === 'accusation';
  const own =
    isOwn && (shared.length === 0 || !random.chance(CHANCES.common)) ? say(book.replies[stance]) : null;
  return own ?? say(shared) ?? say(book.replies[stance]) ?? say(phrases.replies[stance]);
}

/** The fact that is cited, in the archetype's own words; left out where the rest of the comment speaks of it already. */
function sayFact(
  request: GenerationRequest,
  book: VoiceBook,
  slots: SlotValues,
  said: string,
): string | null {
  const { evidence, incident, random } = request;
  if (!evidence) return null;
  if (!incident.factOf(evidence.id)) return sayEvidence(request, slots);
  const says = (slot: string) => slots[slot] && said.includes(slots[slot]);
  if (says('quote') || says('fact')) return null;
  if (says('number') && !random.chance(CHANCES.further)) return null;
  const fact = sayOne(book.facts, slots, request);
  return fact ?? (slots['quote'] ? ended(`“${slots['evidence']}”`) : null);
}
