import { contentStems, hasStem } from '../domain/content-words.js';
import { safetyViolations } from '../gates/safety.gate.js';
import { isPlain, parsedAnswer, trimmed } from '../models/answer-text.js';
import { estimatedTokens } from '../models/data-text.js';
import { fittedData } from '../models/fitted-data.js';
import type { World } from '../packs/world.js';
import type { InterviewAnswer } from './extracted-answer.policy.js';
import type { Interviewee } from './interview-log.js';

/** The longest answer, in UTF-16 units. */
const MOST_CHARACTERS = 1_500;
/** What of the seed everybody knows. */
const KNOWN = ['title', 'summary', 'public_facts', 'stakeholders'] as const;

/** What the model is told of a question: one JSON document with what the persona has seen, and nothing that it has not. Pure. */
export function interviewData(
  interviewee: Interviewee,
  question: string,
  world: World,
  instructions: string,
  tokens: number,
): string {
  const { name, persona_id, community_id, profile_id, position, seed, seen } = interviewee;
  const community = world.communities.get(community_id);
  const voice = world.profiles.get(profile_id ?? '');
  const core = {
    task: 'interview',
    question,
    speaker: {
      name,
      manner: world.speakers.get(persona_id)?.archetype?.style ?? null,
      community: community && {
        name: community.name,
        identity: community.identity,
        biases: community.biases,
      },
    },
    voice: voice && {
      sentence_length: voice.sentence_length,
      frequent_words: voice.frequent_words,
      endings: voice.endings,
    },
    position,
    incident: Object.fromEntries(KNOWN.map((member) => [member, seed[member]])),
    avoid: avoided(interviewee, world),
    limits: { text_characters: MOST_CHARACTERS },
  };
  const items = seen.map(({ seq, name: by, text, isOwn }) => ({ seq, by: isOwn ? name : by, text }));
  return fittedData(core, { name: 'rows', items }, tokens - estimatedTokens(instructions));
}

/**
 * The answer of the model; null when it is not what was asked for, breaks the rules of the board, or speaks of what only hidden
 * facts say. Pure.
 * @param data what the model was told
 */
export function interviewAnswer(
  text: string,
  data: string,
  interviewee: Interviewee,
  world: World,
): InterviewAnswer | null {
  const { answer, seqs } = parsedAnswer(text);
  if (typeof answer !== 'string' || !Array.isArray(seqs)) return null;
  const said = trimmed(answer);
  if (said === '' || said.length > MOST_CHARACTERS || !isPlain(said)) return null;
  const taboos = [avoided(interviewee, world)];
  if (safetyViolations(said, world, taboos, interviewee.forbidden_terms).length > 0) return null;
  const { language } = world.extensions;
  const told = contentStems(data, language);
  const hidden = interviewee.hidden_facts.flatMap((fact) => [...contentStems(fact, language)]);
  if (hasStem(said, new Set(hidden.filter((stem) => !told.has(stem))), language)) return null;
  const known = new Set(interviewee.seen.map(({ seq }) => seq));
  return {
    answer: said,
    seqs: [...new Set(seqs as unknown[])].filter((seq): seq is number => known.has(seq as number)),
  };
}

function avoided({ profile_id, forbidden_terms }: Interviewee, world: World): string[] {
  const { taboo_words } = world.packs.rule.gate_policy.safety;
  return [...taboo_words, ...(world.profiles.get(profile_id ?? '')?.taboo_words ?? []), ...forbidden_terms];
}
