import { isPlural } from '../domain/pieces.js';
import { PLURAL, type MutableSlots, type SlotValues } from './pattern.js';
import { withoutFullStop } from './phrases.js';
import type { Incident } from './incident.js';
import type { GenerationRequest } from './text-generator.js';

/** How often a persona speaks of the party that it has in mind, and of a long name in full. */
const HAS_IN_MIND = 0.6;
const IN_FULL = 0.3;
/** How often a counted thing stands for a fact, where it has one. */
const COUNTED = 0.4;
/** How often a fact is quoted though others have quoted it lately, instead of being spoken of. */
const QUOTED_AGAIN = 0.15;

/** What the patterns' slots can be filled with in this comment; all of it is public. */
export function slotsOf(request: GenerationRequest): SlotValues {
  const { seed, community, board, hoursLeft, evidence, reply, meme, incident, random } = request;
  const one = <T>(items: readonly T[]) => (items.length > 0 ? random.pick(items) : null);
  const cited = incident.factOf(evidence?.id);
  const uncited = one(seed.public_facts.filter((text) => text !== evidence?.text));
  const values: MutableSlots = {
    subject: withoutFullStop(seed.title),
    summary: withoutFullStop(seed.summary),
    stakeholder: one(seed.stakeholders),
    fact: cited ? withoutFullStop(cited.evidence.text) : uncited && withoutFullStop(uncited),
    bias: one(community.biases),
    identity: one(community.identity),
    preferred_evidence: one(community.preferred_evidence),
    topic: board.topic,
    board: board.name,
    hours: hoursLeft >= 2 ? String(hoursLeft) : null,
    evidence: evidence && withoutFullStop(evidence.text),
    source: evidence?.source,
    name: reply?.name,
    their_claim: reply && withoutFullStop(reply.claim),
    their_thing: reply?.thing,
    meme: meme && withoutFullStop(meme),
    evidence_type: seed.evidence_type.trim() || null,
    ...NO_PIECES, // so that the slots of all comments are in one order: then they are found fast
  };
  addPieces(values, request);
  return withNumbers(incident, values);
}

/** Slots that forms agree with, and where their number is told. */
const NUMBERED = [
  ['thing', 'thing#'],
  ['other_thing', 'other_thing#'],
  ['their_thing', 'their_thing#'],
  ['who', 'who#'],
  ['other', 'other#'],
] as const;

/** Adds to the values of slots the number of those that verbs agree with. */
export function withNumbers({ language }: Incident, values: MutableSlots): SlotValues {
  for (const [slot, number] of NUMBERED) {
    const value = values[slot];
    if (value && isPlural(value, language)) values[number] = PLURAL;
  }
  return values;
}

/** The slots that {@link addPieces} and {@link withNumbers} fill. */
const NO_PIECES: SlotValues = Object.fromEntries(
  [
    'thing',
    'other_thing',
    'number',
    'when',
    'quote',
    'who',
    'other',
    ...NUMBERED.map(([, number]) => number),
  ].map((slot) => [slot, null]),
);

/** Adds the pieces that a comment speaks of: those of the fact that it cites, else what title and summary are about. */
function addPieces(values: MutableSlots, request: GenerationRequest): void {
  const { incident, evidence, suspicion, random } = request;
  const cited = incident.factOf(evidence?.id);
  const one = (items: readonly string[]) => (items.length > 0 ? random.pick(items) : null);
  const number = cited ? one(cited.pieces.numbers) : null;
  const things = cited && cited.pieces.things.length > 0 ? cited.pieces.things : incident.things;
  const thing =
    suspicion?.thing ?? (number !== null && random.chance(COUNTED) ? number : (one(things) ?? number));
  const { who, other } = partiesFor(request);
  const others = [...things, ...incident.things].filter((each) => each !== thing);
  values['thing'] = thing;
  values['other_thing'] = one(others);
  values['number'] = number;
  values['when'] = cited ? one(cited.pieces.whens) : null;
  values['quote'] = cited ? one(unsaid(cited.pieces.clauses, request)) : null;
  values['who'] = who;
  values['other'] = other;
}

/** The clauses that nobody has quoted lately; now and then all of them. */
function unsaid(clauses: readonly string[], { recently, random }: GenerationRequest): readonly string[] {
  return random.chance(QUOTED_AGAIN) ? clauses : clauses.filter((clause) => !recently.includes(clause));
}

function partiesFor({ incident: { parties }, suspicion, position, random }: GenerationRequest): {
  readonly who?: string;
  readonly other?: string | null;
} {
  if (parties.length === 0) return {};
  const inMind = suspicion?.who ?? (random.chance(HAS_IN_MIND) ? position.about : null);
  const party = parties.find(({ name }) => name === inMind) ?? random.pick(parties);
  const others = parties.filter((each) => each !== party);
  const other = others.length > 0 ? random.pick(others).short : null;
  return { who: random.chance(IN_FULL) ? party.name : party.short, other };
}
