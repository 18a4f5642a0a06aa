import { write, writeSync } from 'node:fs';

/** Where lines are written, and how dropped ones are reported. */
interface LogDestinationOptions {
  /** The file descriptor to write to. */
  readonly fd: number;
  /** The line that reports how many lines were dropped; ends in a line feed. */
  readonly notice: (dropped: number) => string;
  /** The capacity of the queue, in bytes; lines beyond it are dropped. */
  readonly maxBytes?: number;
}

/** Queued text, and the number of lines lost if it is dropped: for a notice, all those that it reports. */
interface Entry {
  readonly bytes: Buffer;
  readonly lines: number;
}

/** More than a second of a busy service's log. */
const MAX_BYTES = 1_048_576;
/** The size of one write, in bytes, unless a single line is longer. */
const CHUNK_BYTES = 65_536;
/** The delay before the next write to a full pipe, in milliseconds. */
const FULL_MS = 20;
/** The delay before the next write after a failure, unless a new line comes first; in milliseconds. */
const RETRY_MS = 1_000;
/** Error codes of a full pipe. */
const IS_FULL: ReadonlySet<string | undefined> = new Set(['EAGAIN', 'EBUSY']);

/** Destinations with queued lines, to be written when the process exits. */
const WAITING = new Set<LogDestination>();
let isWatchingExit = false;

/**
 * Writes lines to a file descriptor, one chunk at a time; never blocks its callers and never throws. Lines that cannot
 * be written, or exceed the queue, are dropped and counted. Once writing works again, a line reports how many were
 * dropped, at their position in the log.
 *
 * Replaces sonic-boom, pino's default, which keeps a chunk that it failed to write and retries it with each line, and
 * offers no way to drop it or to learn how many lines it held.
 */
export class LogDestination {
  private readonly queue: Entry[] = [];
  private queuedBytes = 0;
  /** Dropped lines that no queued notice reports yet. */
  private dropped = 0;
  /** The chunk being written; null between two writes. */
  private chunk: { readonly bytes: Buffer; readonly entries: readonly Entry[] } | null = null;
  /** Whether the last write ended in the middle of a line. */
  private isTorn = false;
  private retry: NodeJS.Timeout | undefined;

  constructor(private readonly options: LogDestinationOptions) {}

  /** Queues a line, which must end in a line feed. */
  write(line: string): void {
    const entry = { bytes: Buffer.from(line), lines: 1 };
    const notice = this.dropped > 0 ? [this.notice()] : [];
    if (!this.isRoomFor([...notice, entry])) {
      this.dropped += 1;
      return;
    }
    if (notice.length > 0) this.dropped = 0;
    this.add('push', ...notice, entry);
  }

  /** Writes the queued lines when the process exits; those that cannot be written are lost. */
  writeLast(): void {
    try {
      for (const { bytes } of this.queue.splice(0)) writeSync(this.options.fd, bytes);
    } catch {
      // there is nowhere left to report this
    }
  }

  private isRoomFor(entries: readonly Entry[]): boolean {
    const bytes = entries.reduce((sum, entry) => sum + entry.bytes.length, 0);
    return this.queuedBytes + bytes <= (this.options.maxBytes ?? MAX_BYTES);
  }

  private notice(): Entry {
    return { bytes: Buffer.from(this.options.notice(this.dropped)), lines: this.dropped };
  }

  private add(where: 'push' | 'unshift', ...entries: Entry[]): void {
    this.queue[where](...entries);
    for (const entry of entries) this.queuedBytes += entry.bytes.length;
    WAITING.add(this);
    writeLastAtExit();
    if (!this.chunk) this.writeNext();
  }

  private writeNext(): void {
    clearTimeout(this.retry);
    const entries = this.nextChunk();
    if (entries.length === 0) {
      WAITING.delete(this);
      return;
    }
    const torn = this.isTorn ? [Buffer.from('\n')] : []; // the next chunk starts on a new line
    const bytes = Buffer.concat([...torn, ...entries.map((entry) => entry.bytes)]);
    this.chunk = { bytes, entries };
    this.writeFrom(0);
  }

  private nextChunk(): Entry[] {
    let bytes = 0;
    let count = 0;
    for (const entry of this.queue) {
      if (count > 0 && bytes + entry.bytes.length > CHUNK_BYTES) break;
      bytes += entry.bytes.length;
      count += 1;
    }
    return this.queue.splice(0, count);
  }

  /** Writes the chunk from this offset; it counts as queued until it is written. */
  private writeFrom(offset: number): void {
    const { chunk } = this;
    if (!chunk) return;
    write(this.options.fd, chunk.bytes, offset, null, null, (error, written) => {
      if (error && IS_FULL.has(error.code)) setTimeout(() => this.writeFrom(offset), FULL_MS);
      else if (error) this.fail(chunk, offset);
      else if (offset + written < chunk.bytes.length) this.writeFrom(offset + written);
      else this.succeed(chunk.entries);
    });
  }

  private succeed(entries: readonly Entry[]): void {
    this.release(entries);
    this.isTorn = false;
    if (this.queue.length === 0 && this.dropped > 0) this.addNotice('push');
    else this.writeNext();
  }

  /** Drops the lines of a chunk that were not completely written, and retries later. */
  private fail({ bytes, entries }: { bytes: Buffer; entries: readonly Entry[] }, written: number): void {
    this.release(entries);
    let end = bytes.length - entries.reduce((sum, entry) => sum + entry.bytes.length, 0);
    for (const entry of entries) {
      end += entry.bytes.length;
      if (end > written) this.dropped += entry.lines;
    }
    if (written > 0) this.isTorn = bytes[written - 1] !== 0x0a;
    if (this.queue.length > 0) {
      this.addNotice('unshift');
      return;
    }
    this.retry = setTimeout(() => this.addNotice('push'), RETRY_MS).unref();
  }

  private release(entries: readonly Entry[]): void {
    for (const entry of entries) this.queuedBytes -= entry.bytes.length;
    this.chunk = null;
  }

  private addNotice(where: 'push' | 'unshift'): void {
    const notice = this.notice();
    this.dropped = 0;
    this.add(where, notice);
  }
}

function writeLastAtExit(): void {
  if (isWatchingExit) return;
  isWatchingExit = true;
  process.once('exit', () => {
    for (const destination of WAITING) destination.writeLast();
  });
}
