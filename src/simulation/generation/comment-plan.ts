import type { RandomStream } from '../../common/index.js';
import { AXIS_PROFILES, DIAL_AXES, type DialAxis, type Seed } from '../domain/seed.js';
import type { PersonaMemory, SpokenComment } from '../domain/thread-state.js';
import { INTENTS, type Intent } from '../domain/intent.js';
import type { ArchetypeIntents } from '../packs/world-extensions.js';

/** The dial's axes that speak for an intent. */
const AXES: ReadonlyMap<Intent, readonly DialAxis[]> = new Map(
  INTENTS.map((intent) => [intent, DIAL_AXES.filter((axis) => AXIS_PROFILES[axis].intent === intent)]),
);
/** How much the parts of an intent's weight count. */
const INTENT_WEIGHTS = { dial: 1, archetype: 0.25 } as const;
/** What memory does to the weights: the reported calm down, the liked say more of the same. */
const AFTER_REPORTS: Readonly<Record<Intent, number>> = {
  alert: 0.6,
  evidence: 1.2,
  mediate: 1.4,
  safety: 1.4,
  hype: 0.6,
};
const AFTER_UPVOTES = 1.5;
/** People stay with what they want. */
const AGAIN = 4.5;
/** When the last speakers all want one thing, its opposite gets this much likelier. */
const CONTRADICTION = 1.6;

/** Intents that pull against each other. */
export const OPPOSED: Readonly<Record<Intent, readonly Intent[]>> = {
  alert: ['mediate', 'safety'],
  evidence: ['hype'],
  mediate: ['alert', 'hype'],
  safety: ['hype', 'alert'],
  hype: ['evidence', 'safety', 'mediate'],
};

/** Comments that are looked back upon: those that are answered, and whose facts move others. */
export const REPLY_WINDOW = 8;
/** How likely intents are to lose their temper, 0..1. */
const TEMPER: Readonly<Record<Intent, number>> = {
  alert: 0.12,
  evidence: 0.04,
  mediate: 0.03,
  safety: 0.05,
  hype: 0.14,
};
const TEMPER_AFTER_REPORTS = 1.6;
const TEMPER_AGAINST_HOSTILE = 2;

/** Chooses what a persona wants: by dial, archetype, memory, and what the last speakers said. */
export function chooseIntent(
  seed: Pick<Seed, 'dial'>,
  archetype: ArchetypeIntents[string] | undefined,
  memory: PersonaMemory | undefined,
  recent: readonly SpokenComment[],
  random: RandomStream,
): Intent {
  const last = recent.slice(-2).map(({ intent }) => intent);
  const agreed = last.length === 2 && last[0] === last[1] ? last[0] : undefined;
  const weights = INTENTS.map((intent) => {
    const axes = AXES.get(intent) ?? [];
    const dial = axes.reduce((sum, axis) => sum + seed.dial[axis], 0) / 100;
    let weight = INTENT_WEIGHTS.dial * dial + INTENT_WEIGHTS.archetype * (archetype?.[intent] ?? 1);
    if (memory?.last_intent === intent) weight *= AGAIN;
    if (memory?.mood === 'reported') weight *= AFTER_REPORTS[intent];
    if (memory?.mood === 'upvoted' && memory.last_intent === intent) weight *= AFTER_UPVOTES;
    if (agreed && OPPOSED[agreed].includes(intent)) weight *= CONTRADICTION;
    return weight;
  });
  return INTENTS[pickWeighted(weights, random)] ?? 'evidence';
}

function pickWeighted(weights: readonly number[], random: RandomStream): number {
  let rest = random.next() * weights.reduce((sum, weight) => sum + weight, 0);
  return weights.findIndex((weight) => (rest -= weight) < 0);
}

/** How likely a persona is to lose its temper with this comment, 0..1. */
export function temperOf(intent: Intent, memory: PersonaMemory | undefined, answersHostile: boolean): number {
  const provoked = memory?.mood === 'reported' ? TEMPER_AFTER_REPORTS : 1;
  return Math.min(0.9, TEMPER[intent] * provoked * (answersHostile ? TEMPER_AGAINST_HOSTILE : 1));
}
