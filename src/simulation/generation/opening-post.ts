import type { RandomStream } from '../../common/index.js';
import type { Seed } from '../domain/seed.js';
import type { Board } from '../packs/schema/board.pack.js';
import type { PhraseBook } from '../packs/world-extensions.js';
import type { Speaker } from '../packs/world.js';
import { openingBody, type Frame } from '../policy/candidate.policy.js';
import { withNumbers } from './comment-slots.js';
import type { Incident, IncidentFact } from './incident.js';
import type { SlotValues } from './pattern.js';
import { ended, sayOne, withoutFullStop } from './phrases.js';
import type { Evidence } from './text-generator.js';

/** Facts that the opening post of a frame tells, at the most; the others are left to the thread. */
const FACTS: Readonly<Record<Frame, number>> = { fact: 2, conflict: 1, rumor: 0 };

/** What an opening post is made from; hidden facts are not in it. */
interface OpeningRequest {
  readonly frame: Frame;
  readonly seed: Omit<Seed, 'hidden_facts'>;
  readonly incident: Incident;
  readonly board: Board | undefined;
  /** Who posts it; null where the community has nobody. */
  readonly author: Speaker | null;
  readonly phrases: PhraseBook;
  readonly random: RandomStream;
}

/** An opening post without its title, and the first fact that it tells. */
export interface OpeningPost {
  readonly text: string;
  readonly evidence: Evidence | null;
}

/** Composes the opening post in its author's words; where the world gives it none, the incident's own stand alone. */
export function openingPost(request: OpeningRequest): OpeningPost {
  const { frame, seed, incident, board, author, phrases, random } = request;
  const voice = phrases.voices[author?.archetype?.id ?? ''];
  const slots = (fact?: IncidentFact) => openingSlots(incident, seed, board, random, fact);
  const speech = { random, recently: '' };
  const opener = voice ? sayOne(voice.openings, slots(), speech) : null;
  if (!voice || opener === null) {
    return { text: openingBody(frame, seed), evidence: incident.facts[0]?.evidence ?? null };
  }
  const facts = random.shuffle(incident.facts).slice(0, FACTS[frame]);
  const told = facts.map((fact) => sayOne(voice.facts, slots(fact), speech) ?? ended(fact.evidence.text));
  const turn = sayOne(phrases.openings[frame], slots(facts[0]), speech);
  const question = sayOne(voice.questions, slots(facts[0]), speech);
  const body = [opener, ended(seed.summary), ...told, turn, question].filter((part) => part !== null);
  return { text: body.join(' '), evidence: facts[0]?.evidence ?? null };
}

function openingSlots(
  incident: Incident,
  seed: Omit<Seed, 'hidden_facts'>,
  board: Board | undefined,
  random: RandomStream,
  fact?: IncidentFact,
): SlotValues {
  const one = <T>(items: readonly T[]) => (items.length > 0 ? random.pick(items) : null);
  const things = fact && fact.pieces.things.length > 0 ? fact.pieces.things : incident.things;
  const [first, second] = random.shuffle(incident.parties);
  const thing = one(things);
  return withNumbers(incident, {
    subject: withoutFullStop(seed.title),
    board: board?.name,
    topic: board?.topic,
    thing,
    other_thing: one(incident.things.filter((each) => each !== thing)),
    number: fact ? one(fact.pieces.numbers) : null,
    when: fact ? one(fact.pieces.whens) : null,
    quote: fact ? one(fact.pieces.clauses) : null,
    who: first?.short,
    other: second?.short,
    evidence_type: seed.evidence_type.trim() || null,
  });
}
