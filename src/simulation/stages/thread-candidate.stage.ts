import { StageNode, type StageContext, type StageNodeHandler } from '../../orchestrator/index.js';
import { rounded } from '../domain/numbers.js';
import { AXIS_PROFILES, dominantAxis, type Seed, type SimulationInput } from '../domain/seed.js';
import { indexOf } from '../domain/similarity.js';
import type { SimulationState } from '../domain/thread-state.js';
import type { ThreadTemplate } from '../packs/schema/template.pack.js';
import type { World } from '../packs/world.js';
import type { GateSituation } from '../gates/comment-gate.js';
import { GateKeeper, redact } from '../gates/gate-keeper.js';
import { WorldStore } from '../packs/world.store.js';
import {
  EVIDENCE_SUITS,
  FRAMES,
  bestBy,
  bestFor,
  bestTemplates,
  candidateScore,
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

/** Makes thread candidates, each frame with each of the best templates, scores them and selects the best. */
@StageNode({ id: 'thread_candidate', pipeline: 'simulation', emits: ['thread_candidate', 'thread_selected'] })
export class ThreadCandidateStage implements StageNodeHandler<SimulationInput, SimulationState> {
  constructor(
    private readonly worlds: WorldStore,
    private readonly gates: GateKeeper,
  ) {}

  async run(context: StageContext<SimulationInput, SimulationState>): Promise<void> {
    const { seed, pack_fingerprint, passages } = context.input;
    const world = this.worlds.of(pack_fingerprint);
    const known = indexOf(passages);
    const words = wordsOfSeed(seed);
    const common = commonParts(world, seed, words);
    const { hidden_facts: _, ...shown } = seed;
    const candidates = bestTemplates(world, seed, words).flatMap((template) =>
      FRAMES.map((frame) => {
        const told = this.safe(tell(world, seed, template, frame), { world, seed: shown, texts: known });
        const score_parts = {
          template: templateFit(template, seed),
          frame: frameFit(frame, seed),
          evidence: EVIDENCE_SUITS[seed.evidence_grade][frame],
          tags: rounded(tagFit(told.trigger_tags, words)),
          novelty: rounded(1 - known.nearest(told.text)),
        };
        return candidateOf(told, common, score_parts);
      }),
    );
    for (const candidate of candidates) context.emit({ type: 'thread_candidate', ...candidate });
    const [selected] = bestBy(
      candidates,
      ({ score }) => score,
      ({ candidate_id }) => candidate_id,
    );
    if (!selected) throw new Error('The world has no thread template.');
    context.emit({ type: 'thread_selected', ...selected });
    context.state.thread = { ...selected, title: selected.rendered_title };
  }

  /** Blacks out in title and opening post what no comment may hold either. */
  private safe(told: Told, { world, seed, texts }: Omit<GateSituation, 'taboos'>): Told {
    const { intent } = AXIS_PROFILES[dominantAxis(seed.dial)];
    const taboos = [world.templates.get(told.thread_template_id)?.taboos ?? []];
    const found = (text: string) =>
      this.gates.withholding({ text, claim: text, intent, evidence: null }, { world, seed, texts, taboos });
    const inText = found(told.text);
    if (inText.length === 0) return told;
    const { rendered_title, text } = told;
    return {
      ...told,
      rendered_title: redact(rendered_title, found(rendered_title)),
      text: redact(text, inText),
    };
  }
}

type Told = ReturnType<typeof tell>;

/** A template's thread, told in a frame. */
function tell(world: World, seed: Seed, template: ThreadTemplate, frame: Frame) {
  const title_pattern = titlePattern(template, frame);
  const rendered_title = renderTitle(title_pattern, seed);
  const comment_flow_id = template.default_comment_flow ?? AXIS_PROFILES[dominantAxis(seed.dial)].flow;
  return {
    candidate_id: `${template.id}-${frame}`,
    frame,
    title_pattern,
    rendered_title,
    text: openingText(frame, rendered_title, seed),
    thread_template_id: template.id,
    comment_flow_id,
    trigger_tags: triggerTags(template),
    body_sections: bodySections(world.flows.get(comment_flow_id)),
  };
}

/** A candidate as its row has it, written out field by field: spreading objects would cost several times as much. */
function candidateOf(told: Told, common: ReturnType<typeof commonParts>, score_parts: CandidateScoreParts) {
  return {
    candidate_id: told.candidate_id,
    frame: told.frame,
    title_pattern: told.title_pattern,
    rendered_title: told.rendered_title,
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
