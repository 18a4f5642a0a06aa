import type { Database, Statement } from 'sqlite3';

/** What statements are run on; TypeORM's query runners are such connections, too. */
export interface SqlConnection {
  /** Gives the rows that the statement gives: of a query, or of RETURNING. */
  query(sql: string, values?: unknown[]): Promise<unknown>;
}

type Reject = (error: Error) => void;

interface Prepared {
  readonly statement: Statement;
  /** Who waits for it: the package never calls back when it cannot be prepared. Null when it has been. */
  waiting: Reject[] | null;
}

/** Statements that are kept: lists have one for each combination of filters. */
const MOST_KEPT = 100;

/**
 * A connection that prepares a statement when it is first run, and keeps those that were run last. Statements run in the
 * order of the calls. TypeORM opens it, but prepares the text of every query anew, which costs more than running it.
 */
export class PreparedConnection implements SqlConnection {
  private readonly statements = new Map<string, Prepared>();

  constructor(private readonly database: Database) {
    database.serialize();
  }

  query(sql: string, values: unknown[] = []): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const { statement, waiting } = this.prepared(sql);
      waiting?.push(reject);
      statement.all(values, (error: Error | null, rows: unknown) => {
        if (error)
          statement.reset(() => reject(error)); // else it goes on being in progress, and nothing can be committed
        else resolve(rows);
      });
    });
  }

  /** Lets go of the statements: a database with open ones cannot be closed. */
  async close(): Promise<void> {
    const statements = [...this.statements.values()];
    this.statements.clear();
    await Promise.all(
      statements.map(({ statement }) => new Promise<void>((resolve) => statement.finalize(() => resolve()))),
    );
  }

  private prepared(sql: string): Prepared {
    const known = this.statements.get(sql);
    if (known) {
      this.statements.delete(sql);
      this.statements.set(sql, known); // the one that was not run for the longest time is the first
      return known;
    }
    this.dropOldest();
    const waiting: Reject[] = [];
    const statement = this.database.prepare(sql, (error: Error | null) => {
      made.waiting = null;
      if (!error) return;
      this.statements.delete(sql);
      for (const reject of waiting) reject(error);
    });
    const made: Prepared = { statement, waiting };
    this.statements.set(sql, made);
    return made;
  }

  private dropOldest(): void {
    const [oldest] = this.statements;
    if (!oldest || this.statements.size < MOST_KEPT) return;
    const [sql, { statement }] = oldest;
    this.statements.delete(sql);
    statement.finalize(); // after what it is running
  }
}
