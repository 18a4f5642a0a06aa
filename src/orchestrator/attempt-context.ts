import { NotJsonError, exactJson, type Clock, type SeededRandom } from '../common/index.js';
import { rowTypeFault } from './row-types.js';
import type { JournalRow, RunJournal } from './run-journal.js';
import type { EmittedRow, StageContext, StoredRow } from './stage-context.js';
import { StageContextError } from './stage.errors.js';

/** A row as JSON text, its type first, whatever the order of its fields. */
function rowText(row: EmittedRow): string {
  const text = kept(`A row of type '${row.type}'`, row);
  if (text.startsWith(`{"type":"${row.type}"`)) return text;
  const { type, ...fields } = row;
  return JSON.stringify({ type, ...fields });
}

/**
 * What a stage hands over, as JSON text.
 * @throws StageContextError when JSON does not keep it: what is read again would be another value
 */
function kept(what: string, value: unknown): string {
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

/** What one attempt is made of. */
export interface AttemptSetup {
  readonly runId: string;
  readonly pipeline: string;
  readonly stageNode: string;
  readonly attempt: number;
  readonly maxAttempts: number;
  readonly input: unknown;
  /** The run's state at the last checkpoint, as JSON text. */
  readonly state: string;
  readonly signal: AbortSignal;
  readonly random: SeededRandom;
  readonly clock: Clock;
  readonly journal: RunJournal;
  /** The nodes that claim a row type; none when it is free. */
  readonly ownersOf: (rowType: string) => readonly string[];
}

/** The context of one attempt: collects rows, makes them durable at checkpoints, and closes with the attempt. */
export class AttemptContext implements StageContext {
  readonly runId: string;
  readonly pipeline: string;
  readonly stageNode: string;
  readonly attempt: number;
  readonly maxAttempts: number;
  readonly input: unknown;
  readonly state: Record<string, unknown>;
  readonly signal: AbortSignal;
  readonly random: SeededRandom;
  readonly clock: Clock;
  /** The state at the last checkpoint, as JSON text. */
  durableState: string;
  /** How many rows of this attempt are durable. */
  durableRows = 0;
  /** Why the journal refused an entry of this attempt, if it did. */
  journalError: Error | undefined;
  private readonly pending: JournalRow[] = [];
  private closed = false;
  private lastAppend: Promise<void> = Promise.resolve();

  constructor(private readonly setup: AttemptSetup) {
    this.runId = setup.runId;
    this.pipeline = setup.pipeline;
    this.stageNode = setup.stageNode;
    this.attempt = setup.attempt;
    this.maxAttempts = setup.maxAttempts;
    this.input = setup.input;
    this.signal = setup.signal;
    this.random = setup.random;
    this.clock = setup.clock;
    this.durableState = setup.state;
    this.state = JSON.parse(setup.state) as Record<string, unknown>;
  }

  emit(row: EmittedRow): void {
    this.assertOpen('emit');
    const { type } = row;
    const fault = rowTypeFault(type);
    if (fault !== null) throw new StageContextError(fault);
    if ('seq' in row || 'at' in row) throw new StageContextError(`'seq' and 'at' are set by the runtime.`);
    this.assertNotClaimed(type);
    const json = rowText(row);
    this.pending.push({ type, at: this.clock.now().toISOString(), json });
  }

  async checkpoint(): Promise<void> {
    this.assertOpen('checkpoint');
    const state = this.stateText(); // throws before any row is taken
    const rows = this.takePending();
    const { stageNode, attempt, journal } = this.setup;
    this.lastAppend = this.lastAppend
      .then(() => journal.append({ stageNode, attempt, rows, state }))
      .then(
        () => {
          this.durableState = state;
          this.durableRows += rows.length;
        },
        (error: unknown) => {
          this.journalError ??= error instanceof Error ? error : new Error(String(error));
          throw error;
        },
      );
    this.lastAppend.catch(() => undefined); // a stage that does not wait learns of it at its end: journalError
    const goOn = this.lastAppend.then(() => this.signal.throwIfAborted());
    goOn.catch(() => undefined); // as above
    return goOn;
  }

  async *rows(...types: string[]): AsyncIterable<StoredRow> {
    this.assertOpen('rows');
    yield* this.setup.journal.rows(types);
  }

  /**
   * The present state as JSON text.
   * @throws StageContextError when JSON does not keep it
   */
  stateText(): string {
    return kept('The state', this.state);
  }

  /** Ends the attempt: nothing that its stage still does changes anything. Waits for a checkpoint under way. */
  async close(): Promise<void> {
    this.closed = true;
    await this.lastAppend.catch(() => undefined); // kept in journalError
  }

  /** The rows that no checkpoint has made durable. */
  takePending(): JournalRow[] {
    return this.pending.splice(0);
  }

  private assertOpen(method: string): void {
    if (!this.closed) return;
    throw new StageContextError(
      `context.${method}() was called after attempt ${this.attempt} of '${this.stageNode}' had ended.`,
    );
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
