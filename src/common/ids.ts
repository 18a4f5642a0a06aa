import { V7Generator } from 'uuidv7';
import type { Clock } from './clock.js';

/** Injection token of the {@link IdGenerator}. */
export const IDS = Symbol('IDS');

/** How far the clock may go back, in milliseconds, with ids still increasing: practically unlimited. */
const ROLLBACK_MS = 2 ** 48 - 1;

/** Makes identifiers; tests replace it. */
export interface IdGenerator {
  /** `run-` and a UUIDv7: sorts by creation time, cannot be guessed. */
  runId(): string;
  /** The id of a request. */
  requestId(): string;
}

/** Identifiers from the `uuidv7` library (RFC 9562), from the clock that timestamps runs, and monotonic even if that goes back. */
export class UuidV7Generator implements IdGenerator {
  private readonly generator = new V7Generator();

  constructor(private readonly clock: Clock) {}

  runId(): string {
    return `run-${this.next()}`;
  }

  requestId(): string {
    return `req-${this.next()}`;
  }

  private next(): string {
    const now = Math.max(0, this.clock.now().getTime());
    return this.generator.generateOrResetCore(now, ROLLBACK_MS).toString();
  }
}
