import type { SeededRandom } from '../../common/index.js';
import type { Intervention } from '../domain/intervention.js';
import { dominantAxis, type DialAxis, type Seed, type SimulationInput } from '../domain/seed.js';
import { CitableEvidence } from '../generation/evidence.policy.js';
import { HiddenTrail } from '../generation/hidden-trail.js';
import { Incident, incidentOf } from '../generation/incident.js';
import { secretsOf, type Secrets } from '../generation/secrets.js';
import type { Evidence } from '../generation/text-generator.js';
import type { EvidenceGrade } from '../packs/schema/world.pack.js';
import { safeText } from '../gates/safe-seed.js';
import type { World } from '../packs/world.js';

/** The seed as everybody may see it. */
export type PublicSeed = Omit<Seed, 'hidden_facts'>;

/** What everybody may know of an incident at one time: interventions add to it. */
export interface KnownIncident {
  readonly seed: PublicSeed;
  /** The axis of its dial that decides. */
  readonly axis: DialAxis;
  /** All of it in pieces. */
  readonly incident: Incident;
  /** What comments can rest on. */
  readonly citable: CitableEvidence;
  /** What the facts that are still hidden do to the thread. */
  readonly trail: HiddenTrail;
}

/** The grade of evidence that nobody can look at any more, and of what a party says for itself. */
const POOR: EvidenceGrade = 'C';
/** A fact without a letter or a digit cannot be cited. */
const SAYS_SOMETHING = /[\p{L}\p{N}]/u;

/** What is known after these of the input's interventions have happened. */
export function knownIncident(
  input: Pick<SimulationInput, 'seed' | 'passages'>,
  world: World,
  happened: readonly Intervention[],
  random: SeededRandom,
): KnownIncident {
  const { secrets, ...known } =
    happened.length === 0 ? knownFirst(input, world) : told(input, world, happened);
  const revealed = new Set(happened.flatMap((each) => (each.kind === 'reveal' ? each.hidden_fact : [])));
  return { trail: new HiddenTrail(secrets, random, revealed), ...known };
}

/** What is known of an incident, whatever the run draws. */
type Told = Omit<KnownIncident, 'trail'> & { readonly secrets: Secrets };

const FIRST = new WeakMap<Seed, { readonly world: World; readonly passages: unknown; readonly told: Told }>();

/** What is known before anything has happened: the same for all runs of an incident. */
function knownFirst(input: Pick<SimulationInput, 'seed' | 'passages'>, world: World): Told {
  const { seed, passages } = input;
  const known = FIRST.get(seed);
  if (known?.world === world && known.passages === passages) return known.told;
  const first = told(input, world, []);
  FIRST.set(seed, { world, passages, told: first });
  return first;
}

function told(
  { seed: whole, passages }: Pick<SimulationInput, 'seed' | 'passages'>,
  world: World,
  happened: readonly Intervention[],
): Told {
  const { hidden_facts, public_facts, ...rest } = whole;
  const isLost = happened.some(({ kind }) => kind === 'evidence_lost');
  const evidence_grade = isLost ? POOR : rest.evidence_grade;
  const added = addedEvidence(world, whole, happened);
  const facts = [...public_facts, ...added.map(({ text }) => text)].filter((fact) =>
    SAYS_SOMETHING.test(fact),
  );
  const seed = { ...rest, evidence_grade, public_facts: facts };
  const { language } = world.extensions;
  const incident =
    happened.length === 0
      ? incidentOf(whole, language)
      : new Incident({ ...whole, evidence_grade }, language, added);
  const secrets = secretsOf(hidden_facts, incident, world.names);
  const citable = new CitableEvidence(incident, passages, (text) => !secrets.leaks(text));
  return { seed, axis: dominantAxis(seed.dial), incident, citable, secrets };
}

/** What interventions have made known, each once. */
function addedEvidence(world: World, seed: Seed, happened: readonly Intervention[]): Evidence[] {
  const all = happened.flatMap((intervention, place) => evidenceOf(world, seed, intervention, place) ?? []);
  return all.filter(({ id }, index) => all.findIndex((each) => each.id === id) === index);
}

/**
 * What an intervention makes known; null when it adds nothing.
 * @param place which of the run's interventions it is
 */
export function evidenceOf(
  world: World,
  seed: Seed,
  intervention: Intervention,
  place: number,
): Evidence | null {
  const { kind } = intervention;
  const id = `intervention:${place + 1}`;
  if (kind === 'statement') {
    const { text, stakeholder } = intervention;
    return { kind, id, text, source: stakeholder, grade: POOR };
  }
  const fact = { kind: 'public_fact', source: null };
  if (kind === 'fact') {
    const { text, evidence_grade = seed.evidence_grade } = intervention;
    return { ...fact, id, text, grade: evidence_grade };
  }
  if (kind !== 'reveal') return null;
  const { hidden_fact } = intervention;
  const { text } = safeText(world, seed.hidden_facts[hidden_fact] ?? '', '');
  return { ...fact, id: `hidden_fact:${hidden_fact + 1}`, text, grade: seed.evidence_grade };
}
