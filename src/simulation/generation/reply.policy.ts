import type { RandomStream } from '../../common/index.js';
import type { Intent } from '../domain/intent.js';
import type { PositionStance } from '../domain/position.js';
import type { ReplyStance } from '../domain/speech-act.js';
import type { Debt, SpokenComment } from '../domain/thread-state.js';
import { OPPOSED } from './comment-plan.js';
import type { Reply } from './text-generator.js';

/** How likely a comment of somebody who owes no answer answers one of the last ones. */
const REPLY_CHANCE = 0.6;
/** How likely an owed answer is given in the first turn; in the last one it always is. */
const ANSWERS_AT_ONCE = 0.9;
/** Turns in which an answer is owed, and answers that somebody owes at the most: nobody can give more. */
const TURNS = 2;
const MOST_OWED = 2;
/** How often those of one mind agree rather than ask, and how often the undecided ask. */
const AGREES = 0.4;
const UNDECIDED_ASKS = 0.7;
/** How much likelier a comment is answered by somebody who thinks otherwise, and by whom it mentions. */
const DRAWS = { disagreement: 3, fresh: 2, owing: 0.15 } as const;

/** What decides about a reply. */
export interface ReplySituation {
  readonly personaId: string;
  readonly intent: Intent;
  readonly stance: PositionStance;
  readonly recent: readonly SpokenComment[];
  readonly debts: readonly Debt[];
  readonly isHostile: (personaId: string) => boolean;
}

/** Chooses whether and what a persona answers: what it owes first. */
export function chooseReply(situation: ReplySituation, random: RandomStream): Reply | null {
  const { personaId, recent, debts } = situation;
  const owed = debts.filter(({ to }) => to === personaId).toSorted((a, b) => a.turns - b.turns)[0];
  if (owed && (owed.turns <= 1 || random.chance(ANSWERS_AT_ONCE))) {
    return replyTo(owed.comment, situation, owed, random);
  }
  const others = recent.filter(({ persona_id }) => persona_id !== personaId);
  if (others.length === 0 || !random.chance(REPLY_CHANCE)) return null;
  const weights = others.map((comment) => drawOf(comment, situation));
  let rest = random.next() * weights.reduce((sum, weight) => sum + weight, 0);
  const chosen = others[weights.findIndex((weight) => (rest -= weight) < 0)] ?? others.at(-1);
  return chosen ? replyTo(chosen, situation, null, random) : null;
}

function drawOf(comment: SpokenComment, { personaId, stance, recent, debts }: ReplySituation): number {
  const owes = debts.filter(({ to }) => to === comment.persona_id).length;
  const isAnswered = recent.some((each) => each.seq > comment.seq && each.persona_id === personaId);
  return (
    (comment.stance === stance ? 1 : DRAWS.disagreement) *
    (isAnswered ? 1 : DRAWS.fresh) *
    DRAWS.owing ** owes
  );
}

function replyTo(
  { persona_id, name, claim, intent: theirs, seq, act, stance: their, thing }: SpokenComment,
  { intent, stance, isHostile }: ReplySituation,
  owed: Debt | null,
  random: RandomStream,
): Reply {
  const how = (): ReplyStance => {
    if (isHostile(persona_id)) return 'oppose';
    if (stance === 'undecided' || their === 'undecided') {
      if (!owed && random.chance(UNDECIDED_ASKS)) return 'ask';
      return OPPOSED[intent].includes(theirs) ? 'oppose' : 'agree';
    }
    if (stance !== their) return 'oppose';
    return owed || random.chance(AGREES) ? 'agree' : 'ask';
  };
  const asks = owed?.stance === 'ask' || act === 'question';
  return { persona_id, name, claim, stance: how(), seq, act, asks, thing, owed: owed !== null };
}

/** The answers that are owed after a comment: what it settles is gone, what it asks for is added. */
export function debtsAfter(debts: readonly Debt[], comment: SpokenComment, reply: Reply | null): Debt[] {
  const left = debts.flatMap((debt) => {
    if (debt.to !== comment.persona_id) return debt;
    if (reply?.seq === debt.comment.seq || debt.turns <= 1) return [];
    return { ...debt, turns: debt.turns - 1 };
  });
  if (!reply || reply.stance === 'agree') return left;
  const already = left.filter(({ to }) => to === reply.persona_id);
  const again = already.find((debt) => debt.comment.persona_id === comment.persona_id);
  if (again) return left;
  if (already.length >= MOST_OWED) return left;
  return [...left, { to: reply.persona_id, comment, stance: reply.stance, turns: TURNS }];
}
