import type { RandomStream } from '../../common/index.js';
import { isPlural } from '../domain/pieces.js';
import { withNumbers } from './comment-slots.js';
import { PLURAL, type SlotValues } from './pattern.js';
import { sayOne } from './phrases.js';
import type { GenerationRequest, News } from './text-generator.js';

/** How often what was revealed or added is cited in the persona's own words instead. */
const OWN_WORDS = 0.35;
/** Words that are quoted at the most, or characters in scripts without spaces. */
const MOST_WORDS = 14;
const MOST_CHARACTERS = 30;

/** What a comment says about the news that it takes up. */
interface SaidNews {
  readonly sentences: readonly string[];
  /** Whether the evidence of the comment is cited in them already. */
  readonly cites: boolean;
}

/** The sentences that take up news, at the head of a comment. */
export function sayNews(request: GenerationRequest, slots: SlotValues): SaidNews {
  const { news = [], evidence, random } = request;
  if (news.length === 0) return { sentences: [], cites: false };
  const sentences: string[] = [];
  let cites = false;
  for (const item of news) {
    const isEvidence = item.evidence !== null && item.evidence.id === evidence?.id;
    const inOwnWords = isEvidence && item.kind !== 'statement' && random.chance(OWN_WORDS);
    const sentence = inOwnWords ? null : sayOne(item.phrases, newsSlots(request, item, slots), request);
    if (sentence !== null) sentences.push(sentence);
    if (sentence !== null && isEvidence) cites = true;
    const moved = item.moved ? sayOne(item.movedPhrases, slots, request) : null;
    if (moved !== null) sentences.push(moved);
  }
  return { sentences, cites };
}

function newsSlots(
  { incident, random, board }: GenerationRequest,
  item: News,
  slots: SlotValues,
): SlotValues {
  const one = (items: readonly string[]) => (items.length > 0 ? random.pick(items) : null);
  const pieces = incident.factOf(item.evidence?.id)?.pieces ?? null;
  const thing = (pieces && (one(pieces.things) ?? one(pieces.numbers))) ?? slots['thing'] ?? null;
  const others = incident.things.filter((each) => each !== thing);
  return withNumbers(incident, {
    ...slots,
    news: pieces && excerpt(pieces.clauses, random),
    source: item.source,
    'source#': item.source !== null && isPlural(item.source, incident.language) ? PLURAL : null,
    rule: item.rule,
    board: board.name,
    thing,
    other_thing: one(others),
  });
}

/** One of the clauses of a text, without what exceeds the length of a quotation. */
function excerpt(clauses: readonly string[], random: RandomStream): string {
  const clause = random.pick(clauses).replaceAll('“', '‘').replaceAll('”', '’');
  const words = clause.split(/\s+/u);
  const isSpaced = clause.length <= words.length * MOST_CHARACTERS;
  const units = isSpaced ? words : Array.from(clause);
  const most = isSpaced ? MOST_WORDS : MOST_CHARACTERS;
  if (units.length <= most) return clause;
  const kept = units.slice(0, most).join(isSpaced ? ' ' : '');
  return `${kept.replace(/[\s,;:–—-]+$/u, '')}…`;
}
