import { Inject } from '@nestjs/common';
import { RANDOM, type RandomSource } from '../../common/index.js';
import { StageNode, type StageContext, type StageNodeHandler } from '../../orchestrator/index.js';
import { BEFORE_ROUNDS } from '../domain/input-change.js';
import { rounded } from '../domain/numbers.js';
import type { SimulationInput } from '../domain/seed.js';
import { sharedPassages } from '../domain/shared-input.js';
import { indexOf } from '../domain/similarity.js';
import type { SelectedThread, SimulationState } from '../domain/thread-state.js';
import type { Speaker } from '../packs/world.js';
import { WorldStore } from '../packs/world.store.js';
import { FRAMES, bestBy, candidateScore, type Frame } from '../policy/candidate.policy.js';
import { inputAt } from '../rounds/input-at.js';
import { OpeningWriter, openingSetting } from './opening-writer.js';
import { threadPlan, type ThreadPlan, type ThreadTelling } from './thread-plan.js';

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
    const { seed, random } = inputAt(context, this.randoms, BEFORE_ROUNDS);
    const world = this.worlds.of(context.input.pack_fingerprint);
    const known = indexOf(sharedPassages(context.input.passages));
    const plan = threadPlan(world, seed);
    const setting = openingSetting(context, { seed, random }, world, {
      communityId: plan.community_id,
      known,
    });
    const drafted = (frame: Frame) => {
      const post = this.openings.draft(setting, frame);
      return { post, line: known.lineOf(post.text) };
    };
    const posts = new Map(FRAMES.map((frame) => [frame, drafted(frame)]));
    const postOf = (frame: Frame) => posts.get(frame) ?? drafted(frame);
    const drafts = plan.tellings.map((told) => {
      const { rendered_title: title, frame } = told;
      const { post, line } = postOf(frame);
      const novelty = rounded(1 - known.nearestToLines([known.lineOf(title), line]));
      return candidateOf(told, `${title}\n${post.text}`, plan, setting.author, novelty);
    });
    const [best] = bestBy(
      drafts,
      ({ score }) => score,
      ({ candidate_id }) => candidate_id,
    );
    if (!best) throw new Error('The world has no thread template.');
    const { candidates, selected } = this.openings.cleared(setting, drafts, best, postOf(best.frame).post);
    for (const candidate of candidates) context.emit({ type: 'thread_candidate', ...candidate });
    context.emit({ type: 'thread_selected', ...selected });
    context.state.thread = threadOf(selected, setting.author);
    return Promise.resolve();
  }
}

/** What later stages need to know of the selected thread: the rest stands in its row. */
function threadOf(selected: ReturnType<typeof candidateOf>, author: Speaker | null): SelectedThread {
  return {
    candidate_id: selected.candidate_id,
    title: selected.rendered_title,
    text: selected.text,
    community_id: selected.community_id,
    thread_template_id: selected.thread_template_id,
    comment_flow_id: selected.comment_flow_id,
    event_card_id: selected.event_card_id,
    meme_seed_id: selected.meme_seed_id,
    author: author && { persona_id: author.id, name: author.name },
  };
}

/** A candidate as its row has it, written out field by field: spreading objects would cost several times as much. */
function candidateOf(
  told: ThreadTelling,
  text: string,
  plan: ThreadPlan,
  author: Speaker | null,
  novelty: number,
) {
  const { template, frame, evidence, tags } = told.score_parts;
  const score_parts = { template, frame, evidence, tags, novelty };
  return {
    candidate_id: told.candidate_id,
    frame: told.frame,
    title_pattern: told.title_pattern,
    rendered_title: told.rendered_title,
    persona_id: author?.id ?? null,
    persona_name: author?.name ?? null,
    text,
    thread_template_id: told.thread_template_id,
    comment_flow_id: told.comment_flow_id,
    trigger_tags: told.trigger_tags,
    body_sections: told.body_sections,
    community_id: plan.community_id,
    event_card_id: plan.event_card_id,
    meme_seed_id: plan.meme_seed_id,
    score: rounded(candidateScore(score_parts)),
    score_parts,
  };
}
