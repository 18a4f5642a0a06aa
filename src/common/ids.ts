import { V7Generator } from 'uuidv7';
import type { Clock } from './clock.js';

/** Injection token of the {@link IdGenerator}. */
export const IDS = Symbol('IDS');

/** The longest that a clock may go back, in milliseconds, without ids that go back too: there is no limit. */
const ROLLBACK_MS = 2 ** 48 - 1;

/** Makes identifiers; tests replace it. */
export interface IdGenerator {
  /** `run-` and a UUIDv7: sorts by time of making, cannot be guessed. */
  runId(): string;
  /** An identifier of a request. */
  requestId(): string;
}

/** Identifiers from the `uuidv7` library (RFC 9562), by the clock that stamps runs, and monotonic whatever that does. */
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
