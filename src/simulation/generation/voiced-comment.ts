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
const CHANCES = { lead: 0.12, ending: 0.3, further: 0.4, factFirst: 0.4, keeps: 0.6, common: 0.3 } as const;

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
  const main = lead ? `${lead} ${claim}` : claim;
  const news = sayNews(request, slots);
  const fact = news.cites ? null : sayFact(request, book, slots, claim);
  const body = fact !== null && random.chance(CHANCES.factFirst) ? [fact, main] : [main, fact];
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
  return { text, claim, thing: slots['thing'] ?? null };
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
  const { act, stance, owed } = reply;
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

/** The fact that is cited, in the archetype's own words; left out where the claim speaks of it, now and then. */
function sayFact(
  request: GenerationRequest,
  book: VoiceBook,
  slots: SlotValues,
  claim: string,
): string | null {
  const { evidence, incident, random } = request;
  if (!evidence) return null;
  if (!incident.factOf(evidence.id)) return sayEvidence(request, slots);
  const speaksOfIt = [slots['quote'], slots['fact'], slots['number']].some(
    (piece) => piece && claim.includes(piece),
  );
  if (speaksOfIt && !random.chance(CHANCES.further)) return null;
  return sayOne(book.facts, slots, request) ?? ended(`“${slots['evidence']}”`);
}
