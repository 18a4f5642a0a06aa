import type { AccountType } from '../casting/cast.policy.js';
import { safetyFinderOf } from '../gates/safety-finder.js';
import { matcherOf } from '../gates/term-matcher.js';
import type { Speaker } from '../packs/world.js';
import {
  UNSUPPORTED_BY_GRADE,
  drawReports,
  drawUpvotes,
  offence,
  readersOf,
  repetition,
  type OffenceParts,
} from '../policy/reaction.policy.js';
import { cultureOf } from '../policy/culture.policy.js';
import { scoreComment } from '../policy/score.policy.js';
import type { WrittenComment } from './comment-writer.js';
import type { RoundSetting } from './round-setting.js';

/** How a comment was received. */
export interface Reception {
  readonly account: AccountType;
  readonly views: number;
  readonly reports: number;
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
  const reports = drawReports(views, offended, seed.dial, stream('reports'));
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
  return { account, views, reports, upvotes, score, score_parts };
}

function offenceParts(
  { world, board, seed, texts, template, community }: RoundSetting,
  { speaker, voice, evidence, unredacted }: WrittenComment,
  cast: readonly Speaker[],
): OffenceParts {
  const taboos = [template.taboos, ...(voice.profile ? [voice.profile.taboo_words] : [])];
  const asked = community.preferred_evidence.length > 0;
  const others = cast.filter(({ id }) => id !== speaker.id);
  const hostile =
    others.filter((other) => world.areHostile(speaker, other)).length / Math.max(1, others.length);
  const offends = [board.taboos, community.taboos].some(
    (terms) => matcherOf(terms).find(unredacted).length > 0,
  );
  return {
    taboo: safetyFinderOf(world).usesTaboo(unredacted, taboos) ? 1 : 0,
    unsupported: asked && !evidence ? UNSUPPORTED_BY_GRADE[seed.evidence_grade] : 0,
    hostility: offends ? 1 : hostile,
    similarity: repetition(texts.nearest(unredacted)),
  };
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
