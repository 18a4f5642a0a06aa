import { rounded } from '../domain/numbers.js';
import { AXIS_PROFILES, dominantAxis, type Seed } from '../domain/seed.js';
import type { ThreadTemplate } from '../packs/schema/template.pack.js';
import type { World } from '../packs/world.js';
import {
  EVIDENCE_SUITS,
  FRAMES,
  bestFor,
  bestTemplates,
  frameFit,
  renderTitle,
  tagFit,
  templateFit,
  threadCommunity,
  titlePattern,
  triggerTags,
  wordsOfSeed,
  type CandidateScoreParts,
  type Frame,
} from '../policy/candidate.policy.js';
import { bodySections } from '../policy/flow.policy.js';

/** A template's thread in a frame, without what is drawn: its opening post, and how new that is. */
export interface ThreadTelling {
  readonly candidate_id: string;
  readonly frame: Frame;
  readonly title_pattern: string;
  readonly rendered_title: string;
  readonly thread_template_id: string;
  readonly comment_flow_id: string;
  readonly trigger_tags: readonly string[];
  readonly body_sections: ReturnType<typeof bodySections>;
  readonly score_parts: Omit<CandidateScoreParts, 'novelty'>;
}

/** What the threads of an incident may be: who is concerned, what may happen, and how it can be told. */
export interface ThreadPlan {
  readonly community_id: string;
  readonly event_card_id: string | null;
  readonly meme_seed_id: string | null;
  /** Each of the best templates in each frame. */
  readonly tellings: readonly ThreadTelling[];
}

const KNOWN = new WeakMap<Seed, { readonly world: World; readonly plan: ThreadPlan }>();

/** The plan for an incident in a world; nothing in it is drawn, so it is made once for all runs with this seed. */
export function threadPlan(world: World, seed: Seed): ThreadPlan {
  const known = KNOWN.get(seed);
  if (known?.world === world) return known.plan;
  const plan = planFor(world, seed);
  KNOWN.set(seed, { world, plan });
  return plan;
}

function planFor(world: World, seed: Seed): ThreadPlan {
  const { event_cards, meme_seeds } = world.packs.template;
  const words = wordsOfSeed(seed);
  return {
    community_id: threadCommunity(world, seed, words)?.id ?? '',
    event_card_id: bestFor(seed.board_id, words, event_cards, (card) => card.trigger_tags)?.id ?? null,
    meme_seed_id: bestFor(seed.board_id, words, meme_seeds, (meme) => meme.style_tags)?.id ?? null,
    tellings: bestTemplates(world, seed, words).flatMap((template) =>
      FRAMES.map((frame) => tell(world, seed, template, frame, words)),
    ),
  };
}

/** A template's thread, told in a frame. */
function tell(
  world: World,
  seed: Seed,
  template: ThreadTemplate,
  frame: Frame,
  words: ReadonlySet<string>,
): ThreadTelling {
  const title_pattern = titlePattern(template, frame);
  const comment_flow_id = template.default_comment_flow ?? AXIS_PROFILES[dominantAxis(seed.dial)].flow;
  const trigger_tags = triggerTags(template);
  return {
    candidate_id: `${template.id}-${frame}`,
    frame,
    title_pattern,
    rendered_title: renderTitle(title_pattern, seed),
    thread_template_id: template.id,
    comment_flow_id,
    trigger_tags,
    body_sections: bodySections(world.flows.get(comment_flow_id)),
    score_parts: {
      template: templateFit(template, seed),
      frame: frameFit(frame, seed),
      evidence: EVIDENCE_SUITS[seed.evidence_grade][frame],
      tags: rounded(tagFit(trigger_tags, words)),
    },
  };
}
