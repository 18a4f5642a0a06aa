import type { EmittedRow, StageContext } from '../../orchestrator/index.js';
import type { RandomSource, SeededRandom } from '../../common/index.js';
import {
  AXIS_PROFILES,
  type AxisProfile,
  type DialAxis,
  type Passage,
  type SimulationInput,
} from '../domain/seed.js';
import { streamsOf } from '../domain/seed-digest.js';
import { sharedPassages } from '../domain/shared-input.js';
import type { Intervention } from '../domain/intervention.js';
import { indexOf, type SimilarityIndex } from '../domain/similarity.js';
import type { LoopState, SelectedThread, SimulationState } from '../domain/thread-state.js';
import { WordSequences } from '../domain/word-sequences.js';
import { accountTypeOf, type AccountType } from '../casting/cast.policy.js';
import type { CitableEvidence } from '../generation/evidence.policy.js';
import type { HiddenTrail } from '../generation/hidden-trail.js';
import type { Incident } from '../generation/incident.js';
import type { Evidence, ModelCall, ThreadLine } from '../generation/text-generator.js';
import type { Board } from '../packs/schema/board.pack.js';
import type { Community } from '../packs/schema/community.pack.js';
import type { CommentFlow, MemeSeed, ThreadTemplate } from '../packs/schema/template.pack.js';
import type { World } from '../packs/world.js';
import { cultureOf } from '../policy/culture.policy.js';
import { CallNotes, type CallOrigin } from './call-notes.js';
import { inputAt, type InputAt } from './input-at.js';
import { evidenceOf, knownIncident, type KnownIncident, type PublicSeed } from './known-incident.js';

/** Types of the rows that can stand last in a log when an attempt begins: a round's summary, and what the runtime writes. */
const LAST_ROWS = ['round_summary', 'stage_checkpoint', 'graph_node', 'graph_node_attempt', 'run_state'];

/** Comments whose turns of phrase are not repeated. */
const LATELY = 15;

/** Is told of each row, and the `seq` that it will have. */
type RowObserver = (row: EmittedRow, seq: number) => void;

/** What stays the same, or only grows, while the rounds of a thread are played. */
export class RoundSetting {
  readonly board: Board;
  readonly community: Community;
  readonly template: ThreadTemplate;
  readonly flow: CommentFlow | undefined;
  /** The catchphrase of the thread; null when the world has none. */
  readonly meme: MemeSeed | null;
  /** What the gates find too alike: the context's passages and the thread so far. */
  readonly texts: SimilarityIndex;
  /** The very texts of the thread so far. */
  readonly spoken = new Set<string>();
  /** The model's calls of this attempt. */
  readonly calls: CallNotes;
  private readonly lately: string[] = [];
  private readonly speakers: string[] = [];
  private latelyAsOne: string | null = null;
  private readonly sequences = new WordSequences();
  /** The `seq` of the row that was written last. */
  private lastSeq = 0;
  private readonly accounts = new Map<string, AccountType>();
  private readonly passages: readonly Passage[];
  /** The run's interventions, by round, of which those of the rounds so far have happened. */
  private readonly interventions: readonly Intervention[];
  private readonly evidence = new Map<number, Evidence | null>();
  /** How many of them have happened. */
  private happened: number;
  private now: InputAt;
  private known: KnownIncident;
  /** What decides about the whole run, whatever changes meanwhile. */
  private readonly lasting: SeededRandom;

  private constructor(
    private readonly context: StageContext<SimulationInput, SimulationState>,
    readonly world: World,
    readonly loop: LoopState,
    readonly thread: SelectedThread,
    private readonly randoms: RandomSource,
    private readonly observe: RowObserver | undefined,
  ) {
    const { seed, content_digest, interventions = [] } = context.input;
    this.passages = sharedPassages(context.input.passages);
    this.texts = indexOf(this.passages);
    this.calls = new CallNotes(loop, context.attempt);
    this.lasting = streamsOf(context.random, content_digest);
    this.interventions = interventions;
    this.happened = interventions.filter(({ round }) => round <= loop.round).length;
    this.now = inputAt(context, randoms, loop.round);
    this.known = this.learn();
    this.board = found(world.boards.get(seed.board_id), 'board', seed.board_id);
    this.community = found(world.communities.get(thread.community_id), 'community', thread.community_id);
    this.template = found(
      world.templates.get(thread.thread_template_id),
      'template',
      thread.thread_template_id,
    );
    this.flow = world.flows.get(thread.comment_flow_id);
    this.meme = world.packs.template.meme_seeds.find(({ id }) => id === thread.meme_seed_id) ?? null;
  }

  /**
   * The setting of a thread; one that was played before this attempt has its texts read back from the log.
   * @param observe is told of the rows that are written in it
   */
  static async of(
    context: StageContext<SimulationInput, SimulationState>,
    world: World,
    loop: LoopState,
    randoms: RandomSource,
    observe?: RowObserver,
  ): Promise<RoundSetting> {
    const { thread } = context.state;
    if (!thread) throw new Error('No thread was selected.');
    if (!loop.positions) loop.recent = []; // of version 0.2: they say too little to be answered
    const setting = new RoundSetting(context, world, loop, thread, randoms, observe);
    setting.remember(thread.text, thread.author?.name);
    for await (const { seq } of context.rows(...LAST_ROWS)) setting.lastSeq = seq;
    if (loop.round === 0) return setting;
    for await (const { text, withheld, persona_name } of context.rows('round')) {
      if (!withheld) setting.remember(text as string, persona_name as string);
    }
    return setting;
  }

  /** Writes a row of the run log, and tells the `seq` that it will have. */
  emit(row: EmittedRow): number {
    this.context.emit(row);
    this.lastSeq += 1;
    this.observe?.(row, this.lastSeq);
    return this.lastSeq;
  }

  /** Writes the row of a call of the model. */
  noteCall(origin: CallOrigin, call: ModelCall): void {
    this.emit(this.calls.rowOf(origin, call));
  }

  get runId(): string {
    return this.context.runId;
  }

  /** Whether the stage has no further attempt, unless this one makes progress. */
  get isLastAttempt(): boolean {
    return this.context.attempt >= this.context.maxAttempts;
  }

  /** Whether a round is played again as it was in the run that this one was forked from. */
  isRepeated(round: number): boolean {
    return round < (this.context.input.kept?.before_round ?? 0);
  }

  /** The seed as everybody may see it by now. */
  get seed(): PublicSeed {
    return this.known.seed;
  }

  /** What everybody may know of the incident by now, in pieces. */
  get incident(): Incident {
    return this.known.incident;
  }

  /** What comments can rest on. */
  get citable(): CitableEvidence {
    return this.known.citable;
  }

  /** What the hidden facts do to the thread. */
  get trail(): HiddenTrail {
    return this.known.trail;
  }

  get random(): SeededRandom {
    return this.now.random;
  }

  /** The axis of the dial that decides by now. */
  get axis(): DialAxis {
    return this.known.axis;
  }

  get profile(): AxisProfile {
    return AXIS_PROFILES[this.axis];
  }

  get culture(): number {
    return cultureOf(this.board.emotion, this.axis);
  }

  /** Goes by what holds in a round. */
  enter(round: number): void {
    if (!this.context.input.changes?.some(({ from_round }) => from_round === round)) return;
    this.now = inputAt(this.context, this.randoms, round);
    this.known = this.learn();
  }

  private learn(): KnownIncident {
    const happened = this.interventions.slice(0, this.happened);
    return knownIncident(
      { seed: this.now.seed, passages: this.passages },
      this.world,
      happened,
      this.lasting,
    );
  }

  /** The places of a round's interventions among those of the run, in the order in which they happen. */
  placesOf(round: number): number[] {
    return this.interventions.flatMap((each, place) => (each.round === round ? place : []));
  }

  /** Lets an intervention happen, after all those before it. */
  happen(place: number): Intervention {
    this.happened = place + 1;
    this.known = this.learn();
    return found(this.interventions[place], 'intervention', String(place));
  }

  /** What an intervention makes known; null when it adds nothing. */
  evidenceOf(place: number): Evidence | null {
    const known = this.evidence.get(place);
    const intervention = this.interventions[place];
    if (known !== undefined || !intervention) return known ?? null;
    const evidence = evidenceOf(this.world, this.context.input.seed, intervention, place);
    this.evidence.set(place, evidence);
    return evidence;
  }

  /** Aborts when the attempt's time is over. */
  get signal(): AbortSignal {
    return this.context.signal;
  }

  /** What the thread's meme says; null when there is none, or it would tell too much. */
  get catchphrase(): string | null {
    return this.meme && !this.trail.leaks(this.meme.name) ? this.meme.name : null;
  }

  /** What was said last, in one text: whoever speaks next says it in other words. */
  get recently(): string {
    return (this.latelyAsOne ??= this.lately.join('\n'));
  }

  /** The last comments with those who made them, oldest first, after the opening post. */
  get conversation(): readonly ThreadLine[] {
    const lines = this.lately.map((text, place) => ({ name: this.speakers[place] ?? '', text }));
    const { text, author } = this.thread;
    return lines[0]?.text === text ? lines : [{ name: author?.name ?? '', text }, ...lines];
  }

  /** Why a text had better be said otherwise: 1, words in a row that the thread has; 2, words of hidden facts alone. */
  objection(text: string): 0 | 1 | 2 {
    if (this.trail.leaks(text)) return 2;
    return this.sequences.shares(text) ? 1 : 0;
  }

  /** The account that a persona has for the whole run. */
  accountOf(personaId: string): AccountType {
    const known = this.accounts.get(personaId);
    if (known) return known;
    const account = accountTypeOf(personaId, this.lasting);
    this.accounts.set(personaId, account);
    return account;
  }

  /** Adds a text to the thread. */
  remember(text: string, name = ''): void {
    this.texts.add(text);
    this.spoken.add(text);
    this.sequences.add(text);
    this.lately.push(text);
    this.speakers.push(name);
    this.latelyAsOne = null;
    if (this.lately.length <= LATELY) return;
    this.lately.shift();
    this.speakers.shift();
  }
}

function found<T>(item: T | undefined, kind: string, id: string): T {
  if (item === undefined) throw new Error(`The world has no ${kind} '${id}'.`);
  return item;
}
