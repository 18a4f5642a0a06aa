import { Inject } from '@nestjs/common';
import { RANDOM, type RandomSource } from '../../common/index.js';
import { StageNode, type StageContext, type StageNodeHandler } from '../../orchestrator/index.js';
import { BEFORE_ROUNDS } from '../domain/input-change.js';
import { rounded } from '../domain/numbers.js';
import { AXIS_PROFILES, dominantAxis, type Seed, type SimulationInput } from '../domain/seed.js';
import { indexOf } from '../domain/similarity.js';
import type { SimulationState } from '../domain/thread-state.js';
import type { ThreadTemplate } from '../packs/schema/template.pack.js';
import type { Speaker, World } from '../packs/world.js';
import { WorldStore } from '../packs/world.store.js';
import {
  EVIDENCE_SUITS,
  FRAMES,
  bestBy,
  bestFor,
  bestTemplates,
  candidateScore,
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
import { inputAt } from '../rounds/input-at.js';
import { OpeningWriter, openingSetting } from './opening-writer.js';

/** Makes thread candidates, each frame with each of the best templates, scores them and selects the best. */
@StageNode({
  id: 'thread_candidate',
  pipeline: 'simulation',
  emits: ['thread_candidate', 'thread_selected', 'gate'],
})
export class ThreadCandidateStage implements StageNodeHandler<SimulationInput, SimulationState> {
  constructor(
    private readonly worlds: WorldStore,
    private readonly openings: OpeningWriter,
    @Inject(RANDOM) private readonly randoms: RandomSource,
  ) {}

  run(context: StageContext<SimulationInput, SimulationState>): Promise<void> {
    const { pack_fingerprint, passages } = context.input;
    const { seed, random } = inputAt(context, this.randoms, BEFORE_ROUNDS);
    const world = this.worlds.of(pack_fingerprint);
    const known = indexOf(passages);
    const words = wordsOfSeed(seed);
    const common = commonParts(world, seed, words);
    const setting = openingSetting(context, { seed, random }, world, {
      communityId: common.community_id,
      known,
    });
    const bodies = new Map(FRAMES.map((frame) => [frame, this.openings.draft(setting, frame, 1)]));
    const drafts = bestTemplates(world, seed, words).flatMap((template) =>
      FRAMES.map((frame) => {
        const told = tell(world, seed, template, frame, bodies.get(frame) ?? '');
        const score_parts = {
          template: templateFit(template, seed),
          frame: frameFit(frame, seed),
          evidence: EVIDENCE_SUITS[seed.evidence_grade][frame],
          tags: rounded(tagFit(told.trigger_tags, words)),
          novelty: rounded(1 - known.nearest(told.text)),
        };
        return candidateOf(told, common, setting.author, score_parts);
      }),
    );
    const [best] = bestBy(
      drafts,
      ({ score }) => score,
      ({ candidate_id }) => candidate_id,
    );
    if (!best) throw new Error('The world has no thread template.');
    const { candidates, selected } = this.openings.cleared(setting, drafts, best);
    for (const candidate of candidates) context.emit({ type: 'thread_candidate', ...candidate });
    context.emit({ type: 'thread_selected', ...selected });
    context.state.thread = {
      ...selected,
      title: selected.rendered_title,
      author: setting.author && { persona_id: setting.author.id, name: setting.author.name },
    };
    return Promise.resolve();
  }
}

/** A template's thread, told in a frame. */
function tell(world: World, seed: Seed, template: ThreadTemplate, frame: Frame, body: string) {
  const title_pattern = titlePattern(template, frame);
  const rendered_title = renderTitle(title_pattern, seed);
  const comment_flow_id = template.default_comment_flow ?? AXIS_PROFILES[dominantAxis(seed.dial)].flow;
  return {
    candidate_id: `${template.id}-${frame}`,
    frame,
    title_pattern,
    rendered_title,
    text: `${rendered_title}\n${body}`,
    thread_template_id: template.id,
    comment_flow_id,
    trigger_tags: triggerTags(template),
    body_sections: bodySections(world.flows.get(comment_flow_id)),
  };
}

/** A candidate as its row has it, written out field by field: spreading objects would cost several times as much. */
function candidateOf(
  told: ReturnType<typeof tell>,
  common: ReturnType<typeof commonParts>,
  author: Speaker | null,
  score_parts: CandidateScoreParts,
) {
  return {
    candidate_id: told.candidate_id,
    frame: told.frame,
    title_pattern: told.title_pattern,
    rendered_title: told.rendered_title,
    persona_id: author?.id ?? null,
    persona_name: author?.name ?? null,
    text: told.text,
    thread_template_id: told.thread_template_id,
    comment_flow_id: told.comment_flow_id,
    trigger_tags: told.trigger_tags,
    body_sections: told.body_sections,
    community_id: common.community_id,
    event_card_id: common.event_card_id,
    meme_seed_id: common.meme_seed_id,
    score: rounded(candidateScore(score_parts)),
    score_parts,
  };
}

/** What does not depend on template and frame: who is concerned, and what may happen. */
function commonParts(world: World, seed: Seed, words: ReadonlySet<string>) {
  const { event_cards, meme_seeds } = world.packs.template;
  return {
    community_id: threadCommunity(world, seed, words)?.id ?? '',
    event_card_id: bestFor(seed.board_id, words, event_cards, (card) => card.trigger_tags)?.id ?? null,
    meme_seed_id: bestFor(seed.board_id, words, meme_seeds, (meme) => meme.style_tags)?.id ?? null,
  };
}
