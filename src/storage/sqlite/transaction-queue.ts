import type { SqlConnection } from './prepared-connection.js';
import { rollBack, retryWhileBusy } from './statements.js';

/** Statements that belong into one transaction. May be run again when the transaction has to be repeated. */
export type TransactionTask<T> = (connection: SqlConnection) => Promise<T>;

/**
 * Statements that write the items of many callers at once, and give one result for each item, in their order. An item
 * that is refused is a result; what is thrown fails the whole transaction. May be run again, with fewer items.
 */
export type TransactionBatch<Item, Result> = (
  connection: SqlConnection,
  items: readonly Item[],
) => Promise<readonly Result[]>;

/** An item, and the batch that it belongs to. */
export interface QueuedItem {
  readonly batch: TransactionBatch<never, unknown>;
  readonly item: unknown;
}

/**
 * Writes all items of a group with one statement, which is a transaction of its own. When it gives false, nothing is
 * written, and the batches write the group.
 */
type GroupStatement = (connection: SqlConnection, group: readonly QueuedItem[]) => Promise<boolean>;

interface Waiting extends QueuedItem {
  readonly batch: TransactionBatch<unknown, unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

/** Items that share one commit at most. */
const GROUP_SIZE = 256;
/** How long a transaction waits for other processes, in milliseconds. */
const PATIENCE_MS = 30_000;

/** The batch of tasks that share no statements. */
const ONE_BY_ONE: TransactionBatch<TransactionTask<unknown>, unknown> = async (connection, tasks) => {
  const results: unknown[] = [];
  for (const run of tasks) results.push(await run(connection));
  return results;
};

/**
 * Lets whatever writes to one SQLite connection take turns, and commits in groups: all that is waiting when a turn
 * comes shares one transaction, and its one flush to the disk. Items of the same batch are written together, in the
 * order in which they came. When a group fails, it is rolled back and each item gets a transaction of its own, so
 * that none suffers for another.
 */
export class TransactionQueue {
  private readonly urgent: Waiting[] = [];
  private readonly waiting: Waiting[] = [];
  private readonly between: (() => Promise<void>)[] = [];
  private working: Promise<void> | null = null;

  /**
   * @param assertUsable throws when nothing may be written; asked before each transaction
   * @param writeAtOnce tried first with each group of items of {@link submitTo}; they have no results other than undefined
   */
  constructor(
    private readonly connection: SqlConnection,
    private readonly patienceMs = PATIENCE_MS,
    private readonly assertUsable: () => void = () => undefined,
    private readonly writeAtOnce: GroupStatement = () => Promise.resolve(false),
  ) {}

  /** Resolves with the task's result when it is durable. */
  submit<T>(task: TransactionTask<T>): Promise<T> {
    return this.enqueue<T>(this.waiting, ONE_BY_ONE, task);
  }

  /** As {@link submit}, before all that waits and is not urgent, and in a transaction without it. */
  submitUrgent<T>(task: TransactionTask<T>): Promise<T> {
    return this.enqueue<T>(this.urgent, ONE_BY_ONE, task);
  }

  /** Resolves with the item's result when it is durable. */
  submitTo<Item, Result>(batch: TransactionBatch<Item, Result>, item: Item): Promise<Result> {
    return this.enqueue<Result>(this.waiting, batch as TransactionBatch<unknown, unknown>, item);
  }

  /** Runs statements between two transactions: some are not allowed in one. Resolves with the task's result. */
  runBetween<T>(task: TransactionTask<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.between.push(() => task(this.connection).then(resolve, reject));
      this.working ??= this.drain();
    });
  }

  /** Resolves when nothing is waiting any more. */
  async idle(): Promise<void> {
    while (this.working) await this.working;
  }

  private enqueue<T>(
    lane: Waiting[],
    batch: Waiting['batch'] | typeof ONE_BY_ONE,
    item: unknown,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      lane.push({
        batch: batch as Waiting['batch'],
        item,
        resolve: resolve as (value: unknown) => void,
        reject,
      });
      this.working ??= this.drain();
    });
  }

  private async drain(): Promise<void> {
    await Promise.resolve(); // what is submitted in the same tick joins the first group
    while (this.urgent.length + this.waiting.length + this.between.length > 0) {
      const lane = this.urgent.length > 0 ? this.urgent : this.waiting;
      if (lane.length > 0) await this.runGroup(lane.splice(0, GROUP_SIZE));
      if (this.urgent.length === 0) await this.between.shift()?.();
      await thisTurn(); // those who waited for this group may come with what follows
    }
    this.working = null;
  }

  private async runGroup(group: readonly Waiting[]): Promise<void> {
    try {
      this.assertUsable();
      if (await this.writeAtOnce(this.connection, group)) {
        for (const { resolve } of group) resolve(undefined);
        return;
      }
      await retryWhileBusy(this.connection, 'BEGIN IMMEDIATE', this.patienceMs);
    } catch (error) {
      for (const { reject } of group) reject(error); // one by one they would wait as long again, each
      return;
    }
    try {
      const results = await this.commit(group);
      for (const waiting of group) waiting.resolve(results.get(waiting));
    } catch (error) {
      if (group.length === 1) group[0]?.reject(error);
      else for (const waiting of group) await this.runGroup([waiting]);
    }
  }

  private async commit(group: readonly Waiting[]): Promise<Map<Waiting, unknown>> {
    try {
      const results = new Map<Waiting, unknown>();
      for (const [batch, members] of byBatch(group)) {
        const given = await batch(
          this.connection,
          members.map(({ item }) => item),
        );
        for (const [index, waiting] of members.entries()) results.set(waiting, given[index]);
      }
      await this.connection.query('COMMIT');
      return results;
    } catch (error) {
      await rollBack(this.connection);
      throw error;
    }
  }
}

/** Resolves when everything has run that this turn of the event loop still has to do. */
function thisTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function byBatch(group: readonly Waiting[]): Map<Waiting['batch'], Waiting[]> {
  const batches = new Map<Waiting['batch'], Waiting[]>();
  for (const waiting of group) {
    const members = batches.get(waiting.batch);
    if (members) members.push(waiting);
    else batches.set(waiting.batch, [waiting]);
  }
  return batches;
}
