import { uuidv7 } from 'uuidv7';

/** Injection token of the {@link IdGenerator}. */
export const IDS = Symbol('IDS');

/** Makes identifiers; tests replace it. */
export interface IdGenerator {
  /** `run-` and a UUIDv7: sorts by time of making, cannot be guessed. */
  runId(): string;
  /** An identifier of a request. */
  requestId(): string;
}

/** Identifiers from the `uuidv7` library (RFC 9562, monotonic within the process). */
export class UuidV7Generator implements IdGenerator {
  runId(): string {
    return `run-${uuidv7()}`;
  }

  requestId(): string {
    return `req-${uuidv7()}`;
  }
}
