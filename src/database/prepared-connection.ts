import type { Database, Statement } from 'sqlite3';

/** What statements are run on; TypeORM's query runners are such connections, too. */
export interface SqlConnection {
  /** Gives the rows that the statement gives: of a query, or of RETURNING. */
  query(sql: string, values?: unknown[]): Promise<unknown>;
}

/**
 * A connection that prepares each statement once, and runs statements in the order of the calls. TypeORM opens it, but
 * prepares the text of every query anew, which costs more than running it.
 */
export class PreparedConnection implements SqlConnection {
  private readonly statements = new Map<string, Statement>();

  constructor(private readonly database: Database) {
    database.serialize();
  }

  query(sql: string, values: unknown[] = []): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.statementOf(sql).all(values, (error: Error | null, rows: unknown) => {
        if (error) reject(error);
        else resolve(rows);
      });
    });
  }

  /** Lets go of the statements: a database with open ones cannot be closed. */
  async close(): Promise<void> {
    const statements = [...this.statements.values()];
    this.statements.clear();
    await Promise.all(
      statements.map((statement) => new Promise<void>((resolve) => statement.finalize(() => resolve()))),
    );
  }

  private statementOf(sql: string): Statement {
    const known = this.statements.get(sql);
    if (known) return known;
    const statement = this.database.prepare(sql, (error: Error | null) => {
      if (error) this.statements.delete(sql); // whoever runs it is told
    });
    this.statements.set(sql, statement);
    return statement;
  }
}
