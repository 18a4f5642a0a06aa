import { AXIS_PROFILES, dominantAxis, share, type Seed } from '../domain/seed.js';
import { byNumericId, shareUsed, wordsOf } from '../domain/words.js';
import type { Community } from '../packs/schema/community.pack.js';
import type { ThreadTemplate } from '../packs/schema/template.pack.js';
import type { EvidenceGrade } from '../packs/schema/world.pack.js';
import type { World } from '../packs/world.js';

/** What a thread makes of an incident. */
export const FRAMES = ['fact', 'conflict', 'rumor'] as const;
export type Frame = (typeof FRAMES)[number];

/** The parts of a candidate's score, each 0..1. */
export interface CandidateScoreParts {
  template: number;
  frame: number;
  evidence: number;
  tags: number;
  novelty: number;
}

export const CANDIDATE_WEIGHTS: Readonly<CandidateScoreParts> = {
  template: 0.35,
  frame: 0.3,
  evidence: 0.2,
  tags: 0.1,
  novelty: 0.05,
};

const SCORE_PARTS = Object.keys(CANDIDATE_WEIGHTS) as (keyof CandidateScoreParts)[];

/** How well evidence of a grade suits a frame. */
export const EVIDENCE_SUITS: Readonly<Record<EvidenceGrade, Readonly<Record<Frame, number>>>> = {
  A: { fact: 1, conflict: 0.5, rumor: 0.1 },
  B: { fact: 0.6, conflict: 0.8, rumor: 0.5 },
  C: { fact: 0.1, conflict: 0.5, rumor: 1 },
};

/** Parts of the template score: the board is one that it is meant for, its flow is the one that suits the dial. */
const TEMPLATE_FIT = { board: 0.6, flow: 0.4 } as const;
/** Templates that are tried with each frame. */
const TEMPLATE_COUNT = 3;
/** The titles of templates that have no pattern of their own. */
const DEFAULT_TITLE_PATTERNS = ['{title} | {summary}', '{title}'] as const;

/** How well a template suits the seed's board and dial, 0..1. */
export function templateFit(template: ThreadTemplate, seed: Seed): number {
  const flow = AXIS_PROFILES[dominantAxis(seed.dial)].flow;
  const board = template.intended_boards.includes(seed.board_id) ? TEMPLATE_FIT.board : 0;
  return board + (template.default_comment_flow === flow ? TEMPLATE_FIT.flow : 0);
}

/** How well a frame suits the dial, 0..1: fact by E, conflict by M and S, rumor by U and H. */
export function frameFit(frame: Frame, { dial }: Seed): number {
  if (frame === 'fact') return share(dial, 'E');
  return frame === 'conflict' ? share(dial, 'M', 'S') : share(dial, 'U', 'H');
}

/** The share of the trigger tags that the seed uses, 0..1. */
export function tagFit(tags: readonly string[], seedWords: ReadonlySet<string>): number {
  return shareUsed(tags, seedWords);
}

/** The words of a seed that everybody may see. */
export function wordsOfSeed({ title, summary, public_facts, sensitivity_tags }: Seed): Set<string> {
  return new Set(wordsOf([title, summary, ...public_facts, ...sensitivity_tags].join(' ')));
}

/** The templates that suit a seed best; ties in numeric order of ids. */
export function bestTemplates(world: World, seed: Seed, words: ReadonlySet<string>): ThreadTemplate[] {
  const fit = (template: ThreadTemplate) =>
    CANDIDATE_WEIGHTS.template * templateFit(template, seed) +
    CANDIDATE_WEIGHTS.tags * tagFit(triggerTags(template), words);
  return bestBy(world.packs.template.thread_templates, fit, ({ id }) => id).slice(0, TEMPLATE_COUNT);
}

/** Items by falling score; ties in numeric order of ids. */
export function bestBy<T>(items: readonly T[], score: (item: T) => number, id: (item: T) => string): T[] {
  const scored = items.map((item) => ({ item, id: id(item), score: score(item) }));
  return scored.toSorted((a, b) => b.score - a.score || byNumericId(a, b)).map(({ item }) => item);
}

/** The item that suits a board and the seed's words best. */
export function bestFor<T extends { readonly id: string; readonly intended_boards: readonly string[] }>(
  boardId: string,
  words: ReadonlySet<string>,
  items: readonly T[],
  tags: (item: T) => readonly string[],
): T | undefined {
  const fit = (item: T) => (item.intended_boards.includes(boardId) ? 1 : 0) + tagFit(tags(item), words);
  return bestBy(items, fit, ({ id }) => id)[0];
}

/** The weighted sum of a candidate's score parts, 0..1. */
export function candidateScore(parts: CandidateScoreParts): number {
  return SCORE_PARTS.reduce((sum, name) => sum + CANDIDATE_WEIGHTS[name] * parts[name], 0);
}

/** The tags that a template is found by; unless given, they come from its boards, its own id and its flow. */
export function triggerTags({
  id,
  intended_boards,
  default_comment_flow,
  trigger_tags,
}: ThreadTemplate): string[] {
  if (trigger_tags.length > 0) return trigger_tags;
  return [...intended_boards, id, ...(default_comment_flow ? [default_comment_flow] : [])];
}

/** The pattern of a candidate's title: each frame takes another one. */
export function titlePattern({ name, title_patterns }: ThreadTemplate, frame: Frame): string {
  const patterns =
    title_patterns.length > 0 ? title_patterns : [`[${name}] {title}`, ...DEFAULT_TITLE_PATTERNS];
  return patterns[FRAMES.indexOf(frame) % patterns.length] ?? '{title}';
}

/** Fills a title pattern from the seed. */
export function renderTitle(pattern: string, seed: Seed): string {
  return pattern.replaceAll(/\{(title|summary|board_id|zone_id)\}/g, (_, slot: string) => {
    return seed[slot as 'title' | 'summary' | 'board_id' | 'zone_id'];
  });
}

/** The board's community that the seed concerns most: of its zone, then by shared words, then by id. */
export function threadCommunity(world: World, seed: Seed, words: ReadonlySet<string>): Community | null {
  const fit = (community: Community) => {
    const own = ownWords(community);
    const shared = [...own].filter((word) => words.has(word)).length / Math.max(1, own.size);
    return (community.zone_id === seed.zone_id ? 1 : 0) + shared;
  };
  return bestBy(world.communitiesOf(seed.board_id), fit, ({ id }) => id)[0] ?? null;
}

const OWN_WORDS = new WeakMap<Community, ReadonlySet<string>>();

/** The words that a community speaks of itself with, split once. */
function ownWords(community: Community): ReadonlySet<string> {
  const known = OWN_WORDS.get(community);
  if (known) return known;
  const { identity, biases, preferred_evidence } = community;
  const words = new Set(wordsOf([...identity, ...biases, ...preferred_evidence].join(' ')));
  OWN_WORDS.set(community, words);
  return words;
}

/** What opens the thread where nobody says it in words of their own: the facts, the parties, or only the talk. */
export function openingBody(frame: Frame, { summary, public_facts, stakeholders }: PublicSeed): string {
  const body = {
    fact: public_facts,
    conflict: stakeholders.length > 0 ? [stakeholders.join(' / ')] : [],
    rumor: [],
  };
  return [summary, ...body[frame]].join('\n');
}

type PublicSeed = Pick<Seed, 'summary' | 'public_facts' | 'stakeholders'>;
