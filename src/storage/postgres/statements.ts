import type { QueryResultRow } from 'pg';

/** What statements are run on: the pool, or one of its connections. */
export interface SqlRunner {
  // The rows are what the statement says: whoever writes it names their type.
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters
  query<Row extends QueryResultRow>(statement: {
    readonly text: string;
    readonly values: unknown[];
    /** Prepared once a connection under this name, when given. */
    readonly name?: string;
    /** Whether values come in PostgreSQL's binary format: bytes as they are. */
    readonly binary?: boolean;
  }): Promise<{ readonly rows: Row[] }>;
}

/** Stands for U+0000, which PostgreSQL has in no text: a character that no text has, as Unicode says. */
const NO_CHARACTER = '\uffff';

/** A text as PostgreSQL can keep it, and look for it. */
export function storableText(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', NO_CHARACTER) : text;
}

/** Runs a statement, and gives its rows: of a query, or of RETURNING. */
export async function rowsReturned<Row extends object>(
  runner: SqlRunner,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const storable = values.map((value) => (typeof value === 'string' ? storableText(value) : value));
  return (await runner.query<Row & QueryResultRow>({ text, values: storable })).rows;
}

/** The SQLSTATE of an error, or the system's code. */
export function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  return typeof code === 'string' ? code : '';
}
