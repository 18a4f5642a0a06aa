import type { QueryRunner } from 'typeorm';

/** Statements that belong into one transaction. May be run again when the transaction has to be repeated. */
export type TransactionTask<T> = (connection: QueryRunner) => Promise<T>;

interface Waiting {
  readonly run: TransactionTask<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

/** Tasks that share one commit at the most. */
const GROUP_SIZE = 256;

/**
 * Lets the tasks that write to one SQLite connection take turns, and commits in groups: all tasks that are waiting
 * when a turn comes share one transaction, and its one flush to the disk. When a task of a group fails, the
 * group is rolled back and each task gets a transaction of its own, so that none suffers for another.
 */
export class TransactionQueue {
  private readonly waiting: Waiting[] = [];
  private working: Promise<void> | null = null;

  constructor(private readonly connection: QueryRunner) {}

  /** Resolves with the task's result when it is durable. */
  submit<T>(run: TransactionTask<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ run, resolve: resolve as (value: unknown) => void, reject });
      this.working ??= this.drain();
    });
  }

  /** Resolves when nothing is waiting any more. */
  async idle(): Promise<void> {
    while (this.working) await this.working;
  }

  private async drain(): Promise<void> {
    await Promise.resolve(); // what is submitted in the same tick joins the first group
    while (this.waiting.length > 0) await this.runGroup(this.waiting.splice(0, GROUP_SIZE));
    this.working = null;
  }

  private async runGroup(group: readonly Waiting[]): Promise<void> {
    try {
      const results = await this.transaction(group);
      group.forEach((task, index) => task.resolve(results[index]));
    } catch (error) {
      if (group.length === 1) group[0]?.reject(error);
      else for (const task of group) await this.runGroup([task]);
    }
  }

  private async transaction(group: readonly Waiting[]): Promise<unknown[]> {
    await this.connection.query('BEGIN IMMEDIATE');
    try {
      const results: unknown[] = [];
      for (const task of group) results.push(await task.run(this.connection));
      await this.connection.query('COMMIT');
      return results;
    } catch (error) {
      await this.rollBack();
      throw error;
    }
  }

  private async rollBack(): Promise<void> {
    try {
      await this.connection.query('ROLLBACK');
    } catch (error) {
      // After some errors (a full disk, for one) SQLite has rolled back by itself; anything else is a fault of ours.
      if (!String(error).includes('no transaction is active')) throw error;
    }
  }
}
