import { write, writeSync } from 'node:fs';

/** Where lines go, and what is said of those that could not. */
export interface LogDestinationOptions {
  /** The file descriptor that is written to. */
  readonly fd: number;
  /** The line that tells how many lines were dropped; ends in a line feed. */
  readonly notice: (dropped: number) => string;
  /** Bytes that may wait to be written; further lines are dropped. */
  readonly maxBytes?: number;
}

/** Text that waits to be written, and how many lines are lost with it: of a notice, all that it tells of. */
interface Entry {
  readonly bytes: Buffer;
  readonly lines: number;
}

/** More than a second of a busy service's lines. */
const MAX_BYTES = 1_048_576;
/** What is written at once, in bytes, unless one line is longer. */
const PIECE_BYTES = 65_536;
/** When whoever reads the pipe is asked again, after it was full; in milliseconds. */
const FULL_MS = 20;
/** When it is tried again whether lines can be written, if none comes before; in milliseconds. */
const RETRY_MS = 1_000;
/** A pipe that takes nothing at the moment. */
const IS_FULL: ReadonlySet<string | undefined> = new Set(['EAGAIN', 'EBUSY']);

/** Those with lines that wait, for the end of the process. */
const WAITING = new Set<LogDestination>();
let isWatchingExit = false;

/**
 * Writes lines to a file descriptor, one piece after the other, and never lets anybody wait for it or fail: lines that
 * cannot be written (whatever the reason), or would be too many to be kept, are dropped and counted. As soon as
 * writing works again, one line tells how many they were, at their place in the log.
 *
 * Not sonic-boom, which pino uses otherwise: it keeps a piece that it failed to write and tries it again with each
 * line, and offers no way to drop it, or to know how many lines it was.
 */
export class LogDestination {
  private readonly queue: Entry[] = [];
  private queuedBytes = 0;
  /** Lines that were lost, and of which no notice is in the queue. */
  private dropped = 0;
  /** What is being written; null between two pieces. */
  private piece: { readonly bytes: Buffer; readonly entries: readonly Entry[] } | null = null;
  /** The last thing that was written is a part of a line. */
  private isTorn = false;
  private retry: NodeJS.Timeout | undefined;

  constructor(private readonly options: LogDestinationOptions) {}

  /** Takes a line, which ends in a line feed. */
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

  /** Writes what waits, at the end of the process; what cannot be written then is lost. */
  writeLast(): void {
    try {
      for (const { bytes } of this.queue.splice(0)) writeSync(this.options.fd, bytes);
    } catch {
      // there is nowhere left to tell it
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
    if (!this.piece) this.writeNext();
  }

  private writeNext(): void {
    clearTimeout(this.retry);
    const entries = this.takePiece();
    if (entries.length === 0) {
      WAITING.delete(this);
      return;
    }
    const torn = this.isTorn ? [Buffer.from('\n')] : []; // what comes next is a line of its own
    const bytes = Buffer.concat([...torn, ...entries.map((entry) => entry.bytes)]);
    this.piece = { bytes, entries };
    this.writeFrom(0);
  }

  private takePiece(): Entry[] {
    let bytes = 0;
    let count = 0;
    for (const entry of this.queue) {
      if (count > 0 && bytes + entry.bytes.length > PIECE_BYTES) break;
      bytes += entry.bytes.length;
      count += 1;
    }
    return this.queue.splice(0, count);
  }

  /** Writes the piece from this byte on; it counts as queued until it is written. */
  private writeFrom(offset: number): void {
    const { piece } = this;
    if (!piece) return;
    write(this.options.fd, piece.bytes, offset, null, null, (error, written) => {
      if (error && IS_FULL.has(error.code)) setTimeout(() => this.writeFrom(offset), FULL_MS);
      else if (error) this.fail(piece, offset);
      else if (offset + written < piece.bytes.length) this.writeFrom(offset + written);
      else this.succeed(piece.entries);
    });
  }

  private succeed(entries: readonly Entry[]): void {
    this.release(entries);
    this.isTorn = false;
    if (this.queue.length === 0 && this.dropped > 0) this.addNotice('push');
    else this.writeNext();
  }

  /** Drops the lines of a piece of which not everything could be written, and tries again later. */
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
    this.piece = null;
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
