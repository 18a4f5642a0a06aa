import type { RandomStream } from '../../common/index.js';
import { ended } from '../generation/phrases.js';
import type { Intent } from '../domain/intent.js';
import { RULES } from '../domain/roles.js';
import type { Seed } from '../domain/seed.js';
import type { PersonaMemory } from '../domain/thread-state.js';
import type { World } from '../packs/world.js';
import type { RulePack } from '../packs/schema/rule.pack.js';
import { isInLatin } from './script.js';
import { DEFAULT_TEXTS, WORDLESS_TEXTS } from './default-moderation-texts.js';
import type { ReportReason } from './reaction.policy.js';

/** What moderation tells a thread. */
export const NOTICE_KINDS = ['hide', 'lock', 'warning', 'restore'] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** Notices that personas answer: those that come while people speak. */
export type AnsweredKind = Exclude<NoticeKind, 'restore'>;

/** How a persona takes a notice. */
export const REPLY_STANCES = ['protest', 'approve', 'comply'] as const;
export type ReplyStance = (typeof REPLY_STANCES)[number];

/** Patterns of what moderators, authors and personas say; a pattern is said only when all of its slots are filled. */
export interface ModerationTexts {
  /** Clauses that say why, for the slot `{reason}`. */
  readonly reasons: Readonly<Record<ReportReason, readonly string[]>>;
  readonly notices: Readonly<Record<NoticeKind, readonly string[]>>;
  /** What the author of a thread says. */
  readonly appeals: readonly string[];
  /** What a moderator answers. */
  readonly answers: Readonly<Record<'accepted' | 'rejected' | 'delayed', readonly string[]>>;
  readonly replies: Readonly<Record<AnsweredKind, Readonly<Record<ReplyStance, readonly string[]>>>>;
}

/** What the slots of the patterns are filled with. */
export const TEXT_SLOTS = ['incident', 'reason', 'rule', 'reports', 'board', 'name', 'fact'] as const;
export type TextSlots = Readonly<Partial<Record<(typeof TEXT_SLOTS)[number], string | null>>>;

const SLOT = /\{([a-z_]+)\}/g;
/** A fact without a letter or a digit is none. */
const SAYS_SOMETHING = /[\p{L}\p{N}]/u;
const KNOWN = new WeakMap<RulePack, ModerationTexts>();
const SLOTS = new WeakMap<readonly string[], readonly (readonly (keyof TextSlots)[])[]>();

/** The rule that reports of a reason rest on; reasons without one rest on the rule of the step that is taken. */
const RULE_OF_REASON: Readonly<Partial<Record<ReportReason, string>>> = {
  uncited: RULES.evidence,
  private: RULES.privacy,
  taboo: RULES.taboo,
  repetition: RULES.similarity,
};

/** What a world says when it moderates: its own texts, and for lists that it leaves empty those of its script. */
export function moderationTexts(pack: RulePack): ModerationTexts {
  const known = KNOWN.get(pack);
  if (known) return known;
  const fallback = isInLatin(pack) ? DEFAULT_TEXTS : WORDLESS_TEXTS;
  const texts = filledUp(pack.moderation, fallback);
  KNOWN.set(pack, texts);
  return texts;
}

const or = (own: readonly string[], other: readonly string[]) => (own.length > 0 ? own : other);

/** The given lists, each empty one taken from the fallback. */
function filledUp(given: ModerationTexts, fallback: ModerationTexts): ModerationTexts {
  const repliesTo = (kind: AnsweredKind) => {
    const [own, other] = [given.replies[kind], fallback.replies[kind]];
    return {
      protest: or(own.protest, other.protest),
      approve: or(own.approve, other.approve),
      comply: or(own.comply, other.comply),
    };
  };
  return {
    reasons: {
      uncited: or(given.reasons.uncited, fallback.reasons.uncited),
      hostile: or(given.reasons.hostile, fallback.reasons.hostile),
      private: or(given.reasons.private, fallback.reasons.private),
      taboo: or(given.reasons.taboo, fallback.reasons.taboo),
      repetition: or(given.reasons.repetition, fallback.reasons.repetition),
      off_topic: or(given.reasons.off_topic, fallback.reasons.off_topic),
    },
    notices: {
      hide: or(given.notices.hide, fallback.notices.hide),
      lock: or(given.notices.lock, fallback.notices.lock),
      warning: or(given.notices.warning, fallback.notices.warning),
      restore: or(given.notices.restore, fallback.notices.restore),
    },
    appeals: or(given.appeals, fallback.appeals),
    answers: {
      accepted: or(given.answers.accepted, fallback.answers.accepted),
      rejected: or(given.answers.rejected, fallback.answers.rejected),
      delayed: or(given.answers.delayed, fallback.answers.delayed),
    },
    replies: { hide: repliesTo('hide'), lock: repliesTo('lock'), warning: repliesTo('warning') },
  };
}

/** Why a step is taken, in the world's words: one of its clauses for the reason, or the rule that it rests on. */
function reasonWords(pack: RulePack, reason: ReportReason | null, random: RandomStream): string | null {
  if (reason === null) return null;
  const clauses = moderationTexts(pack).reasons[reason];
  if (clauses.length > 0) return random.pick(clauses);
  const rule = pack.rules.find(({ id }) => id === RULE_OF_REASON[reason]);
  return rule ? rule.summary || rule.name : null;
}

/**
 * One of the patterns whose slots are all filled, filled; the first words of the incident when there is none.
 * @param turn how many texts of this kind there were before: none is said twice while there are others
 */
export function sayText(
  patterns: readonly string[],
  slots: TextSlots,
  random: RandomStream,
  turn = 0,
): string {
  const needed = slotsIn(patterns);
  const usable = random.shuffle(patterns.filter((_, place) => needed[place]?.every((slot) => slots[slot])));
  const pattern = usable[turn % usable.length] ?? '“{incident}”';
  return sentence(pattern.replaceAll(SLOT, (_, slot: keyof TextSlots) => slots[slot] ?? ''));
}

/** What a text is about. */
interface TextOccasion {
  /** Null when there is none but that somebody decided it. */
  readonly reason: ReportReason | null;
  readonly ruleId: string;
  readonly reports: number;
  /** Whom it speaks of; empty for nobody. */
  readonly name: string;
  /** Draws the reason's wording, and the fact that it may speak of. */
  readonly random: RandomStream;
}

/** What texts about a step of moderation can speak of. */
export function textSlots(
  world: World,
  { title, board_id, public_facts }: Pick<Seed, 'title' | 'board_id' | 'public_facts'>,
  { reason, ruleId, reports, name, random }: TextOccasion,
): TextSlots {
  const facts = public_facts.filter((fact) => SAYS_SOMETHING.test(fact));
  return {
    incident: title.trim().replaceAll('“', '‘').replaceAll('”', '’'),
    reason: reasonWords(world.packs.rule, reason, random),
    rule: world.packs.rule.rules.find(({ id }) => id === ruleId)?.name ?? null,
    reports: reports > 1 ? String(reports) : null,
    board: world.boards.get(board_id)?.name ?? null,
    name: name || null,
    fact: facts.length > 0 ? ended(random.pick(facts)) : null,
  };
}

/** The slots of each pattern, looked for once for each list. */
function slotsIn(patterns: readonly string[]): readonly (readonly (keyof TextSlots)[])[] {
  const known = SLOTS.get(patterns);
  if (known) return known;
  const slots = patterns.map((pattern) =>
    [...pattern.matchAll(SLOT)].map(([, slot]) => slot as keyof TextSlots),
  );
  SLOTS.set(patterns, slots);
  return slots;
}

/** A text whose first letter is a capital one, where its script has them. */
function sentence(text: string): string {
  const [first = ''] = text;
  return first.toUpperCase() + text.slice(first.length);
}

/** Intents that take a notice badly, and those that welcome it. */
const STANCE_OF: Readonly<Record<Intent, ReplyStance>> = {
  alert: 'protest',
  hype: 'protest',
  evidence: 'comply',
  mediate: 'approve',
  safety: 'approve',
};

/** How a persona takes a notice: as it spoke last; the reported protest, unless they want peace. */
export function replyStance(memory: PersonaMemory | undefined): ReplyStance {
  if (!memory?.last_intent) return 'comply';
  const stance = STANCE_OF[memory.last_intent];
  return stance === 'comply' && memory.mood === 'reported' ? 'protest' : stance;
}
