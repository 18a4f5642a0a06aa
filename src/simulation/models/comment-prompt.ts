import type { Evidence, GenerationRequest } from '../generation/text-generator.js';
import { estimatedTokens } from './data-text.js';
import { fittedData } from './fitted-data.js';

/** The longest comment and claim, in UTF-16 units. */
export const MOST_CHARACTERS = { text: 1_200, claim: 300 } as const;

/**
 * What the model is told of a comment that it is to write: one JSON document. Hidden facts are not in the request, ids of runs
 * and rows are left out, so that equal situations give equal prompts. Pure.
 * @param tokens the most that instructions and document may have, as they are estimated
 */
export function commentData(request: GenerationRequest, instructions: string, tokens: number): string {
  const { speaker, community, voice, board, seed, evidence, reply, suspicion, notice, news, meme } = request;
  const core = {
    task: 'comment',
    round: request.round,
    try: request.generationAttempt,
    speaker: {
      name: speaker.name,
      manner: speaker.manner,
      community: pick(community, ['name', 'identity', 'biases', 'preferred_evidence']),
    },
    voice: voice && pick(voice, ['sentence_length', 'frequent_words', 'endings']),
    intent: request.intent,
    act: request.act,
    position: pick(request.position, ['stance', 'reason', 'about']),
    change: request.change,
    suspicion,
    answer_to: reply && { name: reply.name, said: reply.claim, how: reply.stance, asks: reply.asks ?? false },
    news: news?.map(({ kind, text, source }) => ({ kind, text, source })) ?? [],
    notice: notice?.text ?? null,
    last_comment: request.mood,
    catchphrase: meme,
    incident: pick(seed, ['title', 'summary', 'stakeholders']),
    evidence: citable(request).map(({ id, text, source }) => ({ id, text, source })),
    must_cite: evidence?.id ?? null,
    hours_left: request.hoursLeft,
    board: pick(board, ['name', 'topic', 'emotion']),
    avoid: [...new Set([...request.avoid, ...seed.forbidden_terms])],
    refused: request.violations.map(({ code, message }) => ({ code, message })),
    limits: { text_characters: MOST_CHARACTERS.text, claim_characters: MOST_CHARACTERS.claim },
  };
  const thread = { name: 'thread', items: request.thread() };
  return fittedData(core, thread, tokens - estimatedTokens(instructions));
}

/** What a comment can cite: what it is asked to rest on, and the facts of the incident. */
export function citable({ evidence, incident }: GenerationRequest): readonly Evidence[] {
  const facts = incident.facts.map((fact) => fact.evidence);
  return evidence ? [evidence, ...facts.filter(({ id }) => id !== evidence.id)] : facts;
}

function pick<T extends object>(value: T, names: readonly (keyof T & string)[]): object {
  return Object.fromEntries(names.map((name) => [name, value[name]]));
}
