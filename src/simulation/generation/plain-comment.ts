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
  ['long', 5],
]);
const MEDIUM = 3;
const CHANCES = { lead: 0.4, ending: 0.5 } as const;

/** A comment of a persona whose archetype has no voice in the phrase book: what everybody says, by its intent. */
export function plainComment(request: GenerationRequest, claims: number): GeneratedComment {
  const { random, voice, reply, evidence } = request;
  const slots = slotsOf(request);
  const claim = sayClaim(request, slots);
  const further = Array.from({ length: claims - 1 }, () => sayClaim(request, slots));
  const lead = random.chance(CHANCES.lead) ? sayLead(request, claim) : null;
  const room = SENTENCES.get(voice?.sentence_length) ?? MEDIUM;
  const answer = reply && sayReply(request, slots);
  const news = sayNews(request, slots);
  const asides = [
    ...(evidence && !news.cites ? [sayEvidence(request, slots)] : []),
    ...sayAsides(request, slots),
  ];
  const ending = voice && random.chance(CHANCES.ending) ? sayOne(voice.endings, slots, request) : null;
  const slip = saySlip(request);
  const sentences = [
    answer,
    ...news.sentences,
    lead ? `${lead} ${claim}` : claim,
    ...further,
    ...asides.slice(0, Math.max(1, room - (answer ? 2 : 1))),
    slip,
    saySoftener(request, slip),
    ending,
  ];
  const text = sentences.filter((sentence) => sentence !== null).join(' ');
  return { text, claim, thing: slots['thing'] ?? null };
}

/** The claim; in a world without patterns, one of the facts, or of the community's convictions. */
function sayClaim(request: GenerationRequest, slots: SlotValues): string {
  const { phrases, intent, random, seed, community } = request;
  const said = sayOne(phrases.claims[intent], slots, request);
  return said ?? ended(random.pick([...seed.public_facts, ...community.biases, seed.title, seed.summary]));
}

function sayReply(request: GenerationRequest, slots: SlotValues): string | null {
  const { phrases, reply } = request;
  if (!reply) return null;
  return (
    sayOne(phrases.responses[reply.asks ? 'question' : reply.act][reply.stance], slots, request) ??
    sayOne(phrases.replies[reply.stance], slots, request) ??
    `@${reply.name} “${slots['their_claim']}.”`
  );
}
