import { NotJsonError, exactJson, isoTime, type Clock, type SeededRandom } from '../common/index.js';
import { rowTypeFault } from './row-types.js';
import type { JournalRow, RunJournal } from './run-journal.js';
import type { EmittedRow, StageContext, StoredRow } from './stage-context.js';
import type { StopSwitch } from './stop-switch.js';
import { StageContextError } from './stage.errors.js';

/** Serializes a row as JSON, with its type first. */
function rowText(row: EmittedRow): string {
  const text = serialize(`A row of type '${row.type}'`, row);
  if (text.startsWith(`{"type":"${row.type}"`)) return text;
  const { type, ...fields } = row;
  return JSON.stringify({ type, ...fields });
}

/**
 * Serializes a value that a stage passes to its context.
 * @throws StageContextError when JSON cannot represent the value exactly
 */
function serialize(what: string, value: unknown): string {
  try {
    return exactJson(value);
  } catch (error) {
    if (!(error instanceof NotJsonError)) throw error;
    throw new StageContextError(
      `${what} cannot be kept: ${error.message}. Make it a finite number, a text, a boolean, null, a list or a plain ` +
        `object, or leave it out.`,
    );
  }
}

/** What an attempt needs to run. */
export interface AttemptSetup {
  readonly runId: string;
  readonly pipeline: string;
  readonly stageNode: string;
  readonly attempt: number;
  /** The number of the node's last granted attempt, if this one makes no progress. */
  readonly maxAttempts: number;
  /** How many attempts the node is granted after each checkpoint. */
  readonly grant: number;
  readonly input: unknown;
  /** The run's state at the last checkpoint, as JSON text. */
  readonly state: string;
  /** Stopped when the attempt has to end. */
  readonly stop: StopSwitch;
  readonly random: SeededRandom;
  readonly clock: Clock;
  readonly journal: RunJournal;
  /** The nodes that claim a row type; empty when none does. */
  readonly ownersOf: (rowType: string) => readonly string[];
  /** Called whenever a checkpoint with something new is durable. */
  readonly onProgress?: () => void;
}

/** The context of one attempt: collects rows, makes them durable at checkpoints, and closes with the attempt. */
export class AttemptContext implements StageContext {
  readonly runId: string;
  readonly pipeline: string;
  readonly stageNode: string;
  readonly attempt: number;
  readonly input: unknown;
  readonly state: Record<string, unknown>;
  readonly random: SeededRandom;
  readonly clock: Clock;
  /** The state at the last checkpoint, as JSON text; durable once the attempt is closed, as are the next two. */
  savedState: string;
  /** How many rows the checkpoints of this attempt have written. */
  savedRows = 0;
  /** Whether a checkpoint of this attempt has written something new: rows, or another state. */
  hasAdvanced = false;
  /** The error with which the journal rejected an entry of this attempt, if it did. */
  journalError: Error | undefined;
  private readonly pending: JournalRow[] = [];
  private readonly allowedTypes = new Set<string>();
  private closed = false;
  private lastAppend: Promise<void> = Promise.resolve();

  constructor(private readonly setup: AttemptSetup) {
    this.runId = setup.runId;
    this.pipeline = setup.pipeline;
    this.stageNode = setup.stageNode;
    this.attempt = setup.attempt;
    this.input = setup.input;
    this.random = setup.random;
    this.clock = setup.clock;
    this.savedState = setup.state;
    this.state = JSON.parse(setup.state) as Record<string, unknown>;
  }

  get signal(): AbortSignal {
    return this.setup.stop.signal;
  }

  /** A checkpoint with something new grants all attempts again, this one being the first. */
  get maxAttempts(): number {
    return this.hasAdvanced ? this.attempt - 1 + this.setup.grant : this.setup.maxAttempts;
  }

  emit(row: EmittedRow): void {
    this.assertOpen('emit');
    const { type } = row;
    this.assertAllowed(type);
    if ('seq' in row || 'at' in row) throw new StageContextError(`'seq' and 'at' are set by the runtime.`);
    const json = rowText(row);
    this.pending.push({ type, at: isoTime(this.clock.now()), json });
  }

  checkpoint(): Promise<void> {
    const saved = this.save();
    saved.catch(() => undefined); // a stage may go on, and wait later or never: the journal fails the run's next entry
    return saved;
  }

  private async save(): Promise<void> {
    this.assertOpen('checkpoint');
    const state = this.stateText(); // throws before any row is removed from the pending ones
    const rows = this.takePending();
    const { stageNode, attempt, journal } = this.setup;
    // A checkpoint with nothing new is not progress: the run's last checkpoint stays as it is.
    const isNew = rows.length > 0 || state !== this.savedState;
    if (isNew) this.advance(state, rows.length);
    this.lastAppend = journal
      .append({ stageNode, attempt, rows, ...(isNew && { state, stateValue: this.state }) })
      .then(
        () => {
          if (isNew) this.setup.onProgress?.();
        },
        (error: unknown) => {
          this.journalError ??= error instanceof Error ? error : new Error(String(error));
          throw error;
        },
      );
    await this.lastAppend;
    this.setup.stop.throwIfStopped();
  }

  rows(...types: string[]): AsyncIterable<StoredRow> {
    this.assertOpen('rows');
    return this.setup.journal.rows(types);
  }

  /**
   * The current state as JSON text.
   * @throws StageContextError when JSON cannot represent it exactly
   */
  stateText(): string {
    return serialize('The state', this.state);
  }

  /** Ends the attempt: later calls by its stage have no effect. Resolves when a checkpoint in progress is over. */
  close(): Promise<void> {
    this.closed = true;
    return this.lastAppend.catch(() => undefined); // recorded in journalError
  }

  /** Removes and returns the rows that no checkpoint has made durable. */
  takePending(): JournalRow[] {
    return this.pending.splice(0);
  }

  private advance(state: string, rows: number): void {
    this.savedState = state;
    this.savedRows += rows;
    this.hasAdvanced = true;
  }

  private assertOpen(method: string): void {
    if (!this.closed) return;
    throw new StageContextError(
      `context.${method}() was called after attempt ${this.attempt} of '${this.stageNode}' had ended.`,
    );
  }

  /** Asked once for each type: what a stage may write does not change. */
  private assertAllowed(type: string): void {
    if (this.allowedTypes.has(type)) return;
    const fault = rowTypeFault(type);
    if (fault !== null) throw new StageContextError(fault);
    this.assertNotClaimed(type);
    this.allowedTypes.add(type);
  }

  private assertNotClaimed(type: string): void {
    const owners = this.setup.ownersOf(type);
    if (owners.length > 0 && !owners.includes(this.stageNode)) {
      throw new StageContextError(
        `Rows of type '${type}' belong to ${owners.join(', ')}; '${this.stageNode}' must use a type of its own.`,
      );
    }
  }
}
