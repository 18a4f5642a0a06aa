import type { Clock, JsonObject, SeededRandom } from '../common/index.js';

/** A row that a stage emits; the runtime adds `seq` and `at`. */
export interface EmittedRow {
  /** `^[a-z][a-z0-9_]{0,63}$` */
  readonly type: string;
  readonly [field: string]: unknown;
}

/** A row of the run log as it is stored. */
export interface StoredRow extends JsonObject {
  readonly seq: number;
  readonly at: string;
  readonly type: string;
}

/** What a stage node can use during one attempt. */
export interface StageContext<Input = unknown, State extends object = Record<string, unknown>> {
  readonly runId: string;
  readonly pipeline: string;
  readonly stageNode: string;
  /** Starts at 1 and is never reset during the run's life. */
  readonly attempt: number;
  /** The number of the last attempt currently granted to this node; a checkpoint with progress raises it. */
  readonly maxAttempts: number;
  /** The run's input, as the pipeline accepted it. */
  readonly input: Input;
  /** The state left by earlier stages and this one's last checkpoint. Plain JSON; a checkpoint makes it durable. */
  readonly state: State;
  /** Aborts when the attempt times out, its run is cancelled, or its process shuts down. */
  readonly signal: AbortSignal;
  /** Streams of the run's random seed: the same in every attempt. */
  readonly random: SeededRandom;
  readonly clock: Clock;
  /** Appends a row to the run log. It becomes durable at the next checkpoint, or at the node's end. */
  emit(row: EmittedRow): void;
  /**
   * Makes rows and state durable together; a retry, a resume and a recovery continue from here. Resolves when everything
   * so far is durable. A checkpoint with something new is progress: timeout and attempts start over. Rejects with the
   * signal's reason when the attempt has to end; the checkpoint is durable nevertheless.
   */
  checkpoint(): Promise<void>;
  /**
   * The run's rows in order, all or those of the given types: those of earlier nodes and of this one's checkpoints. They are
   * durable before anything that this attempt adds.
   */
  rows(...types: string[]): AsyncIterable<StoredRow>;
}

/** One step of a pipeline. */
export interface StageNodeHandler<Input = unknown, State extends object = Record<string, unknown>> {
  /** Does the work of one attempt; a rejection is a failed attempt. Listen to `context.signal`. */
  run(context: StageContext<Input, State>): Promise<void>;
}
