import type { AccountType } from '../casting/cast.policy.js';
import { incidentWords } from '../domain/incident-words.js';
import { matcherOf } from '../gates/term-matcher.js';
import type { Speaker } from '../packs/world.js';
import {
  UNSUPPORTED_BY_GRADE,
  drawReports,
  drawUpvotes,
  offence,
  offencesFound,
  readersOf,
  repetition,
  toneOf,
  type OffenceParts,
  type ReasonCounts,
} from '../policy/reaction.policy.js';
import { cultureOf } from '../policy/culture.policy.js';
import { scoreComment } from '../policy/score.policy.js';
import type { WrittenComment } from './comment-writer.js';
import type { RoundSetting } from './round-setting.js';

/** Words of the incident that show that a comment is about it, and what half a sign of that counts. */
const STRAYING = { enoughWords: 2, half: 0.5 } as const;

/** Kinds of evidence that belong to the incident. */
const ON_TOPIC: ReadonlySet<string> = new Set(['public_fact', 'statement']);

/** How a comment was received. */
export interface Reception {
  readonly account: AccountType;
  readonly views: number;
  readonly reports: number;
  readonly report_reasons: ReasonCounts;
  readonly upvotes: number;
  readonly score: number;
  readonly score_parts: object;
}

/** What the other cast personas and the board's readers make of a comment. */
export function receive(
  setting: RoundSetting,
  round: number,
  comment: WrittenComment,
  cast: readonly Speaker[],
): Reception {
  const { loop, seed, culture, profile, random } = setting;
  const { speaker, evidence, reply } = comment;
  const account = setting.accountOf(speaker.id);
  const stream = (what: string) => random.stream(`round:${round}/persona:${speaker.id}/${what}`);
  const { heat } = loop.meme;
  const readers = boardsReading(setting).map((share) => readersOf(share, heat, loop.best_score));
  const views = readers.reduce((sum, count) => sum + count, cast.length - 1);
  const parts = offenceParts(setting, comment, cast);
  const offended = offence(parts);
  const { total: reports, reasons } = drawReports(views, parts, seed.dial, stream('reports'));
  const upvotes = drawUpvotes(views, offended, wordFit(setting, comment), heat, stream('upvotes'));
  const scored = {
    upvotes,
    comments: reply ? 2 : 1,
    views,
    reports,
    cites: evidence?.grade ?? null,
    account,
    offence: offended,
  };
  const { score, score_parts } = scoreComment(scored, {
    sanctionLevel: loop.sanction_level,
    tab: profile.tab,
    grade: seed.evidence_grade,
    hoursLeft: loop.evidence_hours_left,
    culture,
  });
  return { account, views, reports, report_reasons: reasons, upvotes, score, score_parts };
}

function offenceParts(
  setting: RoundSetting,
  comment: WrittenComment,
  cast: readonly Speaker[],
): OffenceParts {
  const { seed, texts, community } = setting;
  const { evidence, unredacted, codes } = comment;
  const found = offencesFound(codes);
  const asked = community.preferred_evidence.length > 0;
  return {
    taboo: found.taboo ? 1 : 0,
    private: found.private ? 1 : 0,
    hostile: hostility(setting, comment, cast),
    uncited: asked && !evidence ? UNSUPPORTED_BY_GRADE[seed.evidence_grade] : 0,
    repetition: repetition(texts.nearest(unredacted)),
    off_topic: strayingOf(setting, comment),
  };
}

/** How hostile a comment is, 0..1: a word that is taboo here, people who fall out, or the tone of a quarrel. */
function hostility(
  { world, board, community }: RoundSetting,
  { speaker, intent, reply, unredacted }: WrittenComment,
  cast: readonly Speaker[],
): number {
  const offends = [board.taboos, community.taboos].some(
    (terms) => matcherOf(terms).find(unredacted).length > 0,
  );
  if (offends) return 1;
  const others = cast.filter(({ id }) => id !== speaker.id);
  const enemies = others.filter((other) => world.areHostile(speaker, other)).length;
  return Math.max(enemies / Math.max(1, others.length), toneOf(intent, reply?.stance === 'oppose'));
}

/** How far a comment strays from the incident, 0..1; one that answers somebody is given the benefit of the doubt. */
function strayingOf({ seed }: RoundSetting, { text, evidence, reply }: WrittenComment): number {
  if (evidence && ON_TOPIC.has(evidence.kind)) return 0;
  const shared = incidentWords(seed).sharedWith(text);
  if (shared >= STRAYING.enoughWords) return 0;
  return shared > 0 || reply ? STRAYING.half : 1;
}

/** The share of the board's and the persona's preferred words that a text uses, 0..1. */
function wordFit({ board }: RoundSetting, { voice, speaker, text }: WrittenComment): number {
  const preferred = [board.memes, voice.profile?.frequent_words ?? [], speaker.community.preferred_evidence];
  const terms = preferred.reduce((sum, list) => sum + list.length, 0);
  const used = preferred.reduce((sum, list) => sum + matcherOf(list).countUsed(text), 0);
  return used / Math.max(1, terms);
}

/** The culture of each board that reads the thread: its own, and the one that it was crossposted to. */
function boardsReading({ culture, world, loop, axis }: RoundSetting): number[] {
  const other = world.boards.get(loop.inflow?.board_id ?? '');
  return other ? [culture, cultureOf(other.emotion, axis)] : [culture];
}
