import { UnusableDatabaseError } from '../store.options.js';
import { codeOf } from './statements.js';

/** Nobody answers there, or it is not ready for connections: all of this may pass. */
const NOT_THERE_YET =
  /^(ECONN\w+|EHOST\w+|ENET\w+|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|ENOENT|08\d{3}|57P0[123]|53300|25006)$/;
/** The client of PostgreSQL has no codes for these. */
const NOT_THERE_YET_TEXT = /timeout expired|connection timeout|terminated|Connection ended unexpectedly/;

/** What the server, or the system, says, in words that help. */
const REASONS: Readonly<Record<string, string>> = {
  '28P01': 'has a user name or password that the database does not accept; correct it',
  '28000':
    'has a user that the database does not let in from here; correct it, or the pg_hba.conf of the database',
  '3D000': 'names a database that does not exist; create it, or correct the name',
  '3F000': 'names a schema that does not exist; create it, or correct the search_path',
  '42501':
    'has a user who lacks a right: let it use the schema and create tables in it, or start once with a user who may',
  '0A000': 'names a database that lacks what the store needs: it has to be PostgreSQL 14 or newer',
};

const TLS_CODES = /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH)/;

/** Whether a database that could not be opened may be there in a moment. */
export function isNotThereYet(error: unknown): boolean {
  if (error instanceof UnusableDatabaseError || isAboutFile(error)) return false;
  return NOT_THERE_YET.test(codeOf(error)) || NOT_THERE_YET_TEXT.test(textOf(error));
}

/** Why a database cannot be opened, as an UnusableDatabaseError where that is known; any other error as it is. */
export function openingFailure(error: unknown): unknown {
  const code = codeOf(error);
  const reason = REASONS[code];
  if (reason !== undefined) return new UnusableDatabaseError(reason);
  if (TLS_CODES.test(code)) {
    return new UnusableDatabaseError(
      `asks for TLS, and the database's certificate cannot be trusted (${code}); name its authority with sslrootcert, or change sslmode`,
    );
  }
  if (/does not support SSL/.test(textOf(error))) {
    return new UnusableDatabaseError(
      'asks for TLS, which the database does not offer; set sslmode=disable, or set TLS up there',
    );
  }
  if (isAboutFile(error)) {
    return new UnusableDatabaseError(
      `names a certificate or key that cannot be read (${code}); correct sslrootcert, sslcert or sslkey`,
    );
  }
  if (/no encryption|pg_hba/.test(textOf(error))) return new UnusableDatabaseError(REASONS['28000'] ?? '');
  return error;
}

/** Files that the URL names are read here: a socket that is missing has a `syscall` of another name. */
function isAboutFile(error: unknown): boolean {
  const { syscall } = (error ?? {}) as NodeJS.ErrnoException;
  return syscall === 'open' || syscall === 'read';
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
