import { Injectable } from '@nestjs/common';
import type { StageContext } from '../../orchestrator/index.js';
import type { SeededRandom } from '../../common/index.js';
import { AXIS_PROFILES, dominantAxis, type Seed } from '../domain/seed.js';
import type { SimilarityIndex } from '../domain/similarity.js';
import type { GateSituation, GatedComment, Violation } from '../gates/comment-gate.js';
import { GateKeeper, redact, type GateResult } from '../gates/gate-keeper.js';
import { HiddenTrail } from '../generation/hidden-trail.js';
import { incidentOf, type Incident } from '../generation/incident.js';
import { secretsOf } from '../generation/secrets.js';
import { openingPost, type OpeningPost } from '../generation/opening-post.js';
import type { Evidence } from '../generation/text-generator.js';
import type { Speaker, World } from '../packs/world.js';
import type { Frame } from '../policy/candidate.policy.js';
import type { InputAt } from '../rounds/input-at.js';

/** Opening posts that are written at the most when gates object. */
const ATTEMPTS = 3;
/** Opening posts that are drawn until one tells nothing that only hidden facts tell. */
const DRAWS = 6;

/** What the opening posts of a run have in common. */
interface OpeningSetting {
  readonly world: World;
  readonly seed: Omit<Seed, 'hidden_facts'>;
  readonly incident: Incident;
  readonly trail: HiddenTrail;
  readonly author: Speaker | null;
  readonly known: SimilarityIndex;
  readonly random: SeededRandom;
  emit: StageContext['emit'];
}

/** A candidate as far as its opening post is concerned. */
interface Draft {
  readonly candidate_id: string;
  readonly frame: Frame;
  readonly thread_template_id: string;
  readonly rendered_title: string;
  readonly text: string;
}

/** The setting of the opening posts; one of the community's personas is their author. */
export function openingSetting(
  context: Pick<StageContext, 'emit'>,
  { seed, random }: InputAt,
  world: World,
  { communityId, known }: { readonly communityId: string; readonly known: SimilarityIndex },
): OpeningSetting {
  const { hidden_facts, ...open } = seed;
  const incident = incidentOf(seed, world.extensions.language);
  const speakers = world.speakersOf(communityId);
  const author = speakers.length > 0 ? random.stream('thread/author').pick(speakers) : null;
  const trail = new HiddenTrail(secretsOf(hidden_facts, incident, world.names), random);
  return { world, seed: open, incident, trail, author, known, random, emit: (row) => context.emit(row) };
}

/** Writes opening posts, and has the one that is selected pass the gates like a comment. */
@Injectable()
export class OpeningWriter {
  constructor(private readonly gates: GateKeeper) {}

  /** The first opening post of a frame, without its title. */
  draft(setting: OpeningSetting, frame: Frame): OpeningPost {
    return written(setting, frame, 1);
  }

  /**
   * The candidates with the opening post that passed, or what is left of it when findings are blacked out everywhere.
   * @param first the draft that the best candidate is made from
   */
  cleared<T extends Draft>(
    setting: OpeningSetting,
    drafts: readonly T[],
    best: T,
    first: OpeningPost,
  ): Cleared<T> {
    let post = best;
    let passed = false;
    for (let attempt = 1; attempt <= ATTEMPTS && !passed; attempt++) {
      const { text, evidence } = attempt === 1 ? first : written(setting, best.frame, attempt);
      if (attempt > 1) post = { ...best, text: `${best.rendered_title}\n${text}` };
      const results = this.gates.check(...gated(setting, best, post.text, evidence));
      emitGateRow(setting, attempt, results);
      passed = results.every((result) => result.passed);
    }
    const posts = drafts.map((draft) => (draft === best ? post : draft));
    const isClear = posts.every(
      (draft) => (passed && draft === post) || this.findings(setting, draft, draft.text).length === 0,
    );
    if (isClear) return { candidates: posts, selected: post };
    const clear = (draft: T): T => ({
      ...draft,
      text: redact(draft.text, this.findings(setting, draft, draft.text)),
      rendered_title: redact(draft.rendered_title, this.findings(setting, draft, draft.rendered_title)),
    });
    const cleared = new Map(posts.map((draft) => [draft, clear(draft)]));
    return { candidates: [...cleared.values()], selected: cleared.get(post) ?? clear(post) };
  }

  /** What no comment may hold, in a text of a candidate. */
  private findings(setting: OpeningSetting, draft: Draft, text: string): Violation[] {
    return this.gates.withholding(...gated(setting, draft, text, null));
  }
}

/** A text of a candidate as gates are asked about it. */
function gated(
  { world, seed, author, known }: OpeningSetting,
  { thread_template_id }: Draft,
  text: string,
  evidence: Evidence | null,
): [GatedComment, GateSituation] {
  const profile = world.profiles.get(author?.archetype?.default_register_profile_id ?? '');
  const template = world.templates.get(thread_template_id);
  const taboos = template ? [template.taboos] : [];
  const { intent } = AXIS_PROFILES[dominantAxis(seed.dial)];
  return [
    { text, claim: seed.title, intent, evidence },
    { world, seed, texts: known, taboos: profile ? [profile.taboo_words, ...taboos] : taboos },
  ];
}

/** The candidates of a run, and the one that is played. */
interface Cleared<T> {
  readonly candidates: readonly T[];
  readonly selected: T;
}

function written(setting: OpeningSetting, frame: Frame, attempt: number): OpeningPost {
  const { world, seed, incident, author, trail } = setting;
  const random = setting.random.stream(`thread/opening:${frame}:${attempt}`);
  const phrases = world.extensions.phrase_book;
  const board = world.boards.get(seed.board_id);
  const write = () => openingPost({ frame, seed, incident, board, author, phrases, random });
  let post = write();
  for (let draw = 1; draw < DRAWS && trail.leaks(post.text); draw++) post = write();
  return post;
}

/** The opening post stands before the first round. */
function emitGateRow(
  { author, emit }: OpeningSetting,
  attempt: number,
  results: readonly GateResult[],
): void {
  const gates = results.map(({ gate_name, passed, reason, violations }) => ({
    gate_name,
    passed,
    reason,
    violations: violations.map(({ rule_id, code, message, severity }) => ({
      rule_id,
      code,
      message,
      severity,
    })),
  }));
  emit({ type: 'gate', round: 0, persona_id: author?.id ?? null, generation_attempt: attempt, gates });
}
