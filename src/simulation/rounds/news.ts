import {
  DEFAULT_NEWS_PHRASES,
  WORDLESS_NEWS_PHRASES,
  type NewsPhrases,
} from '../generation/default-news-phrases.js';
import { RULES } from '../domain/roles.js';
import type { NewsKind } from '../domain/intervention.js';
import type { LoopState, PostedNews } from '../domain/thread-state.js';
import type { Evidence, News } from '../generation/text-generator.js';
import type { World } from '../packs/world.js';
import { isInLatin } from '../policy/script.js';
import type { RoundSetting } from './round-setting.js';

const RULE_OF: Readonly<Partial<Record<NewsKind, string>>> = {
  hide: RULES.hide,
  lock: RULES.lock,
  restore: RULES.appealAccepted,
};

/** What a comment is told of an intervention that it takes up. */
export function newsFor(setting: RoundSetting, { place, kind }: PostedNews, moved: boolean): News {
  const { world } = setting;
  const evidence = setting.evidenceOf(place);
  const rule = world.packs.rule.rules.find(({ id }) => id === RULE_OF[kind]);
  return {
    kind,
    text: evidence?.text ?? null,
    source: evidence?.source ?? null,
    evidence,
    rule: rule?.name ?? null,
    moved,
    phrases: phrasesOf(world, kind),
    movedPhrases: phrasesOf(world, 'moved'),
  };
}

/** The news that a comment takes up, with those that it cites in any case. */
export function newsCited(
  setting: RoundSetting,
  taken: readonly PostedNews[],
  evidence: Evidence | null,
): PostedNews[] {
  const { news = [] } = setting.loop;
  const isCited = ({ place }: PostedNews) =>
    evidence !== null && setting.evidenceOf(place)?.id === evidence.id;
  return news.filter((posted) => taken.includes(posted) || isCited(posted));
}

/** The world's own phrases; without them, those of the service. */
function phrasesOf({ extensions, packs }: World, kind: keyof NewsPhrases): readonly string[] {
  const own = extensions.phrase_book.news[kind];
  if (own.length > 0) return own;
  return (isInLatin(packs.rule) ? DEFAULT_NEWS_PHRASES : WORDLESS_NEWS_PHRASES)[kind];
}

/** Counts whether a comment that got through has taken up what is news. */
export function countNews({ news = [] }: LoopState, taken: readonly PostedNews[]): void {
  for (const posted of news) {
    if (taken.includes(posted)) posted.taken += 1;
    else posted.passed += 1;
  }
}
