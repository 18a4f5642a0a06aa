import type { ReplyPair } from './replies.js';
import type { DialogueExchange, SpokenLine, Stance, Tone } from './quotes.js';
import { byScore, type ThreadComment } from './thread-comment.js';
import type { Intent } from '../domain/intent.js';

/** Exchanges that a report has. */
export const EXCHANGES = { least: 3, most: 5 } as const;

/** How a line of an intent sounds, unless something else is to be heard in it. */
const TONES: Readonly<Record<Intent, Tone>> = {
  alert: 'urgent',
  evidence: 'dry',
  mediate: 'conciliatory',
  safety: 'guarded',
  hype: 'playful',
};

/** How a comment sounds. */
export function toneOf({ intent, reply_to, slipped, reports, upvotes }: ThreadComment): Tone {
  if (slipped || (reply_to?.stance === 'oppose' && reports > upvotes)) return 'hostile';
  if (reply_to?.stance === 'ask') return 'probing';
  return intent ? TONES[intent] : 'plain';
}

/**
 * Exchanges to build a scene from: the strongest answers of each stance, then other strong answers between people who
 * have not met yet, each with what it answers. Too few answers are filled up with the best comments.
 */
export function dialogueCandidates(
  comments: readonly ThreadComment[],
  pairs: readonly ReplyPair[],
): DialogueExchange[] {
  const ranked = pairs.toSorted((a, b) => b.strength - a.strength);
  const first = STANCE_ORDER.flatMap((stance) => ranked.find((pair) => pair.stance === stance) ?? []);
  const chosen = new Set<ReplyPair>();
  const met = new Set<string>();
  for (const pair of [...first, ...ranked]) {
    if (chosen.size === EXCHANGES.most) break;
    if (met.has(meetingOf(pair))) continue;
    met.add(meetingOf(pair));
    chosen.add(pair);
  }
  for (const pair of ranked) {
    if (chosen.size >= EXCHANGES.least) break;
    chosen.add(pair);
  }
  const answers = [...chosen];
  return [...answers.map(exchangeOf), ...fillUp(comments, answers)];
}

/** Arguments make the best scenes; then come questions. */
const STANCE_ORDER: readonly Stance[] = ['oppose', 'ask', 'agree'];

function meetingOf({ answered, answer }: ReplyPair): string {
  return [answered.speaker.persona_id, answer.speaker.persona_id].toSorted().join('\n');
}

function exchangeOf({ answered, answer, stance }: ReplyPair): DialogueExchange {
  return exchange(lineOf(answer), stance, lineOf(answered));
}

/** Written out field by field: to add members to a copied object costs several times as much. */
function exchange(
  { speaker, line, quote, tone, round, seq }: SpokenLine,
  stance: Stance | null,
  replying_to: SpokenLine | null,
): DialogueExchange {
  return { speaker, line, quote, tone, round, seq, stance, replying_to };
}

function lineOf(comment: ThreadComment): SpokenLine {
  const { speaker, text, quote, round, seq } = comment;
  return { speaker, line: text, quote, tone: toneOf(comment), round, seq };
}

function fillUp(comments: readonly ThreadComment[], answers: readonly ReplyPair[]): DialogueExchange[] {
  const used = new Set(answers.flatMap(({ answered, answer }) => [answered.index, answer.index]));
  const rest = comments.filter(({ index }) => !used.has(index)).toSorted(byScore);
  const alone = rest.slice(0, Math.max(0, EXCHANGES.least - answers.length));
  return alone.map((comment) => exchange(lineOf(comment), null, null));
}
