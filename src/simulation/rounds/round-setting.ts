import type { EmittedRow, StageContext } from '../../orchestrator/index.js';
import type { SeededRandom } from '../../common/index.js';
import {
  AXIS_PROFILES,
  dominantAxis,
  type AxisProfile,
  type DialAxis,
  type Seed,
  type SimulationInput,
} from '../domain/seed.js';
import { indexOf, type SimilarityIndex } from '../domain/similarity.js';
import type { LoopState, SelectedThread, SimulationState } from '../domain/thread-state.js';
import { accountTypeOf, type AccountType } from '../casting/cast.policy.js';
import { citable } from '../generation/comment-plan.js';
import type { Evidence } from '../generation/text-generator.js';
import type { Board } from '../packs/schema/board.pack.js';
import type { Community } from '../packs/schema/community.pack.js';
import type { CommentFlow, MemeSeed, ThreadTemplate } from '../packs/schema/template.pack.js';
import type { World } from '../packs/world.js';
import { cultureOf } from '../policy/culture.policy.js';

/** The seed as everybody may see it. */
type PublicSeed = Omit<Seed, 'hidden_facts'>;

/** A fact without a letter or a digit cannot be cited. */
const SAYS_SOMETHING = /[\p{L}\p{N}]/u;

/** Comments whose turns of phrase are not repeated. */
const LATELY = 15;

/** What stays the same, or only grows, while the rounds of a thread are played. */
export class RoundSetting {
  readonly seed: PublicSeed;
  /** What comments can rest on. */
  readonly citable: readonly Evidence[];
  readonly random: SeededRandom;
  readonly axis: DialAxis;
  readonly profile: AxisProfile;
  readonly board: Board;
  readonly community: Community;
  readonly template: ThreadTemplate;
  readonly flow: CommentFlow | undefined;
  readonly culture: number;
  /** The catchphrase of the thread; null when the world has none. */
  readonly meme: MemeSeed | null;
  /** What the gates find too alike: the context's passages and the thread so far. */
  readonly texts: SimilarityIndex;
  /** The very texts of the thread so far. */
  readonly spoken = new Set<string>();
  private readonly lately: string[] = [];
  private readonly accounts = new Map<string, AccountType>();

  private constructor(
    private readonly context: StageContext<SimulationInput, SimulationState>,
    readonly world: World,
    readonly loop: LoopState,
    readonly thread: SelectedThread,
  ) {
    const { hidden_facts: _, public_facts, ...seed } = context.input.seed;
    this.seed = { ...seed, public_facts: public_facts.filter((fact) => SAYS_SOMETHING.test(fact)) };
    const { passages } = context.input;
    this.citable = citable(this.seed, passages);
    this.texts = indexOf(passages);
    this.random = context.random;
    this.axis = dominantAxis(seed.dial);
    this.profile = AXIS_PROFILES[this.axis];
    this.board = found(world.boards.get(seed.board_id), 'board', seed.board_id);
    this.community = found(world.communities.get(thread.community_id), 'community', thread.community_id);
    this.template = found(
      world.templates.get(thread.thread_template_id),
      'template',
      thread.thread_template_id,
    );
    this.flow = world.flows.get(thread.comment_flow_id);
    this.culture = cultureOf(this.board.emotion, this.axis);
    this.meme = world.packs.template.meme_seeds.find(({ id }) => id === thread.meme_seed_id) ?? null;
  }

  /** The setting of a thread; one that was played before this attempt has its texts read back from the log. */
  static async of(
    context: StageContext<SimulationInput, SimulationState>,
    world: World,
    loop: LoopState,
  ): Promise<RoundSetting> {
    const { thread } = context.state;
    if (!thread) throw new Error('No thread was selected.');
    const setting = new RoundSetting(context, world, loop, thread);
    setting.remember(thread.text);
    if (loop.round === 0) return setting;
    for await (const { text, withheld } of context.rows('round')) {
      if (!withheld) setting.remember(text as string);
    }
    return setting;
  }

  /** Writes a row of the run log. */
  emit(row: EmittedRow): void {
    this.context.emit(row);
  }

  /** Aborts when the attempt's time is over. */
  get signal(): AbortSignal {
    return this.context.signal;
  }

  /** What was said last, in one text: whoever speaks next says it in other words. */
  get recently(): string {
    return this.lately.join('\n');
  }

  /** The account that a persona has for the whole run. */
  accountOf(personaId: string): AccountType {
    const known = this.accounts.get(personaId);
    if (known) return known;
    const account = accountTypeOf(personaId, this.random);
    this.accounts.set(personaId, account);
    return account;
  }

  /** Adds a text to the thread. */
  remember(text: string): void {
    this.texts.add(text);
    this.spoken.add(text);
    this.lately.push(text);
    if (this.lately.length > LATELY) this.lately.shift();
  }
}

function found<T>(item: T | undefined, kind: string, id: string): T {
  if (item === undefined) throw new Error(`The world has no ${kind} '${id}'.`);
  return item;
}
