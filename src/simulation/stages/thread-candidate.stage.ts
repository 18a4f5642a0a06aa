import { StageNode, type StageContext, type StageNodeHandler } from '../../orchestrator/index.js';
import { AXIS_PROFILES, dominantAxis, type Seed, type SimulationInput } from '../domain/seed.js';
import { SimilarityIndex, trigramsOf } from '../domain/similarity.js';
import type { SimulationState } from '../domain/thread-state.js';
import type { ThreadTemplate } from '../packs/schema/template.pack.js';
import type { World } from '../packs/world.js';
import { WorldStore } from '../packs/world.store.js';
import {
  CANDIDATE_WEIGHTS,
  EVIDENCE_SUITS,
  FRAMES,
  bestBy,
  bestTemplates,
  frameFit,
  openingText,
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
import { rounded } from '../domain/numbers.js';

/** Makes thread candidates, each frame with each of the best templates, scores them and selects the best. */
@StageNode({ id: 'thread_candidate', pipeline: 'simulation', emits: ['thread_candidate', 'thread_selected'] })
export class ThreadCandidateStage implements StageNodeHandler<SimulationInput, SimulationState> {
  constructor(private readonly worlds: WorldStore) {}

  async run(context: StageContext<SimulationInput, SimulationState>): Promise<void> {
    const { seed, pack_fingerprint, passages } = context.input;
    const world = this.worlds.of(pack_fingerprint);
    const known = new SimilarityIndex();
    for (const { text } of passages) known.add(trigramsOf(text));
    const candidates = bestTemplates(world, seed).flatMap((template) =>
      FRAMES.map((frame) => makeCandidate(world, seed, template, frame, known)),
    );
    for (const candidate of candidates) context.emit({ type: 'thread_candidate', ...candidate });
    const ranked = bestBy(
      candidates.map((candidate) => ({ ...candidate, id: candidate.candidate_id })),
      ({ score }) => score,
    );
    const best = ranked[0];
    if (!best) throw new Error('The world has no thread template.');
    const { id: _, ...selected } = best;
    context.emit({ type: 'thread_selected', ...selected });
    context.state.thread = { ...selected, title: selected.rendered_title };
  }
}

function makeCandidate(
  world: World,
  seed: Seed,
  template: ThreadTemplate,
  frame: Frame,
  known: SimilarityIndex,
) {
  const words = wordsOfSeed(seed);
  const title_pattern = titlePattern(template, frame);
  const rendered_title = renderTitle(title_pattern, seed);
  const text = openingText(frame, rendered_title, seed);
  const trigger_tags = triggerTags(template);
  const comment_flow_id = template.default_comment_flow ?? AXIS_PROFILES[dominantAxis(seed.dial)].flow;
  const bestOf = <T extends { id: string; intended_boards: string[] }>(
    items: readonly T[],
    tags: (item: T) => string[],
  ) =>
    bestBy(
      items,
      (item) => (item.intended_boards.includes(seed.board_id) ? 1 : 0) + tagFit(tags(item), words),
    )[0];
  const score_parts: CandidateScoreParts = {
    template: templateFit(template, seed),
    frame: frameFit(frame, seed),
    evidence: EVIDENCE_SUITS[seed.evidence_grade][frame],
    tags: rounded(tagFit(trigger_tags, words)),
    novelty: rounded(1 - known.nearest(trigramsOf(text))),
  };
  const parts = Object.entries(CANDIDATE_WEIGHTS) as [keyof CandidateScoreParts, number][];
  return {
    candidate_id: `${template.id}-${frame}`,
    frame,
    title_pattern,
    rendered_title,
    text,
    score: rounded(parts.reduce((sum, [part, weight]) => sum + weight * score_parts[part], 0)),
    score_parts,
    community_id: threadCommunity(world, seed)?.id ?? '',
    thread_template_id: template.id,
    comment_flow_id,
    event_card_id: bestOf(world.packs.template.event_cards, (card) => card.trigger_tags)?.id ?? null,
    meme_seed_id: bestOf(world.packs.template.meme_seeds, (meme) => meme.style_tags)?.id ?? null,
    trigger_tags,
    body_sections: bodySections(world.flows.get(comment_flow_id)),
  };
}
