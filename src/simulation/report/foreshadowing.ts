import { FEW_HOURS } from './evidence-watch.js';
import type { ReplyPair } from './replies.js';
import type { Foreshadowing } from './report.js';
import type { RunFacts } from './run-facts.js';
import { byScore, type ThreadComment } from './thread-comment.js';

/** Unanswered questions at the most. */
const QUESTIONS = 3;
/** What moderation leaves open, by the action that left it so. */
const OPEN_CASES: Readonly<Record<string, string>> = {
  APPEAL_DELAY: 'appeal_delayed',
  APPEAL_REJECT: 'appeal_rejected',
  CONSPIRACY_BACKLASH: 'backlash',
  GHOST_THREAD: 'thread_ghosted',
  SANCTION_USER: 'author_sanctioned',
};

/** The open ends of a thread, each with what was said there. The last word is always one. */
export function foreshadowing(facts: RunFacts, pairs: readonly ReplyPair[]): Foreshadowing[] {
  return [
    ...unansweredQuestions(pairs),
    ...unprovenClaim(facts.comments),
    ...evidenceRunningOut(facts),
    ...openCases(facts),
    ...newcomers(facts),
    ...memeOnItsWay(facts),
    ...lastWord(facts.comments),
  ];
}

/** What is quoted, and from where; what is no comment's has no row. */
interface Quoted {
  readonly text: string;
  readonly round: number;
  readonly seq?: number | null;
}

function hint(hint_code: string, { text, round, seq = null }: Quoted): Foreshadowing[] {
  return text === '' ? [] : [{ hint_code, text, round, seq }];
}

/** Questions that whoever was asked has not answered, the latest first. */
function unansweredQuestions(pairs: readonly ReplyPair[]): Foreshadowing[] {
  const lastAnswer = new Map(
    pairs.map(({ answered, answer }) => [direction(answer, answered), answer.index]),
  );
  const open = pairs.filter(
    ({ stance, answered, answer }) =>
      stance === 'ask' && (lastAnswer.get(direction(answered, answer)) ?? -1) < answer.index,
  );
  return open
    .slice(-QUESTIONS)
    .toReversed()
    .flatMap(({ answer }) => hint('unanswered_question', answer));
}

function direction(from: ThreadComment, to: ThreadComment): string {
  return `${from.speaker.persona_id}\n${to.speaker.persona_id}`;
}

/** The strongest claim that rests on nothing, of those that assert something. */
function unprovenClaim(comments: readonly ThreadComment[]): Foreshadowing[] {
  const unproven = comments.filter(({ evidence, intent }) => evidence === null && !isAdvice(intent));
  const [best] = unproven.toSorted(byScore);
  return best ? hint('unproven_claim', { text: best.claim, round: best.round, seq: best.seq }) : [];
}

/** Whether comments of an intent say what to do, which wants no proof. */
function isAdvice(intent: ThreadComment['intent']): boolean {
  return intent === 'mediate' || intent === 'safety';
}

/** What was cited last, and the round in which the hours ran short. */
function evidenceRunningOut({ comments, hoursByRound }: RunFacts): Foreshadowing[] {
  const round = [...hoursByRound].find(([, hours]) => hours <= FEW_HOURS.medium)?.[0];
  if (round === undefined) return [];
  const cited = comments.findLast(({ evidence }) => evidence !== null)?.evidence;
  return hint('evidence_runs_out', { text: cited?.text ?? '', round });
}

/** What is left open by moderation; the quote is the first claim of whoever it is about: the thread's author. */
function openCases({ actions, comments }: RunFacts): Foreshadowing[] {
  return actions.flatMap(({ action_type, actor_id, round }) => {
    const code = OPEN_CASES[action_type];
    const theirs = comments.find(({ speaker }) => speaker.persona_id === actor_id) ?? comments[0];
    return code && theirs ? hint(code, { text: theirs.claim, round, seq: theirs.seq }) : [];
  });
}

/** What the first of those said who came over from another board; the board, when none of them spoke. */
function newcomers({ inflows, comments, names }: RunFacts): Foreshadowing[] {
  return inflows.flatMap(({ round, arrivals, to_board_id }) => {
    const first = comments.find(
      (comment) => comment.round > round && arrivals.includes(comment.speaker.persona_id),
    );
    if (first) return hint('arrivals_speak', { text: first.claim, round: first.round, seq: first.seq });
    return hint('arrivals_silent', { text: names.of('board', to_board_id), round });
  });
}

/** What the meme says, or its name, where it stands in the end. */
function memeOnItsWay({ memes, passages, names }: RunFacts): Foreshadowing[] {
  const last = memes.at(-1);
  if (!last || last.phase === '') return [];
  const entered = memes.find(({ phase }) => phase === last.phase) ?? last;
  const known = passages.get(`meme_seed:${last.meme_seed_id}`);
  return hint(`meme_${last.phase}`, {
    text: known?.text || names.of('meme_seed', last.meme_seed_id),
    round: entered.round,
  });
}

function lastWord(comments: readonly ThreadComment[]): Foreshadowing[] {
  const last = comments.at(-1);
  return last ? hint('last_word', { text: last.claim, round: last.round, seq: last.seq }) : [];
}
