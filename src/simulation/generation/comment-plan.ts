import type { RandomStream } from '../../common/index.js';
import { AXIS_PROFILES, DIAL_AXES, type DialAxis, type Passage, type Seed } from '../domain/seed.js';
import type { PersonaMemory, SpokenComment } from '../domain/thread-state.js';
import { INTENTS, type Intent } from '../domain/intent.js';
import type { ArchetypeIntents } from '../packs/world-extensions.js';
import type { Speaker } from '../packs/world.js';
import type { Evidence, Reply } from './text-generator.js';

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

/** How likely a comment of an intent is to cite something, 0..1. */
const CITES: Readonly<Record<Intent, number>> = {
  alert: 0.5,
  evidence: 0.9,
  mediate: 0.6,
  safety: 0.55,
  hype: 0.3,
};
/** How likely a comment answers one of the last ones, and how many of those it looks at. */
const REPLY_CHANCE = 0.55;
export const REPLY_WINDOW = 4;
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

/** Kinds of passage that are sentences: the others are lists of words, and make no sense as a quotation. */
const QUOTABLE: ReadonlySet<string> = new Set([
  'rule',
  'event_card',
  'entity',
  'relation',
  'timeline_event',
  'world_rule',
  'glossary',
]);

/** What can be cited about an incident: its public facts, and the passages that are sentences. */
export function citable(
  seed: Pick<Seed, 'public_facts' | 'evidence_grade'>,
  passages: readonly Passage[],
): Evidence[] {
  const facts = seed.public_facts.map((text, index) => ({
    kind: 'public_fact',
    id: `public_fact:${index + 1}`,
    text,
    source: null,
    grade: seed.evidence_grade,
  }));
  const sentences = passages.filter(({ kind }) => QUOTABLE.has(kind));
  return [...facts, ...sentences.map(({ section: _, ...passage }) => passage)];
}

/** Chooses what a claim rests on; `required` when a gate has asked for it. Null: nothing. */
export function chooseEvidence(
  intent: Intent,
  all: readonly Evidence[],
  required: boolean,
  random: RandomStream,
): Evidence | null {
  if (!random.chance(CITES[intent]) && !required) return null;
  return all.length > 0 ? random.pick(all) : null;
}

/** Chooses whether a comment answers one of the last ones, and whether it agrees. */
export function chooseReply(
  speaker: Speaker,
  intent: Intent,
  recent: readonly SpokenComment[],
  isHostile: (personaId: string) => boolean,
  random: RandomStream,
): Reply | null {
  const others = recent.slice(-REPLY_WINDOW).filter(({ persona_id }) => persona_id !== speaker.id);
  if (others.length === 0 || !random.chance(REPLY_CHANCE)) return null;
  const { persona_id, name, claim, intent: theirs } = random.pick(others);
  const opposed = OPPOSED[intent].includes(theirs) || isHostile(persona_id);
  const stance = opposed ? 'oppose' : theirs === intent ? 'agree' : 'ask';
  return { persona_id, name, claim, stance };
}

/** How likely a persona is to lose its temper with this comment, 0..1. */
export function temperOf(intent: Intent, memory: PersonaMemory | undefined, answersHostile: boolean): number {
  const provoked = memory?.mood === 'reported' ? TEMPER_AFTER_REPORTS : 1;
  return Math.min(0.9, TEMPER[intent] * provoked * (answersHostile ? TEMPER_AGAINST_HOSTILE : 1));
}
