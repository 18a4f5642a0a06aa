import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LogDestination } from './log-destination.js';

const notice = (dropped: number) => `dropped ${dropped}\n`;
/** A line of 1,000 bytes with a number. */
const lineOf = (index: number) => `${String(index).padEnd(999, '.')}\n`;
const numberOf = (line: string) => Number(line.replaceAll('.', ''));

/** Reads until the text has this. */
async function readUntil(read: () => string, end: RegExp): Promise<string> {
  let text = '';
  while (!end.test(text)) {
    await pause(5);
    text += read();
  }
  return text;
}

describe('the destination of the log', () => {
  let folder: string;
  const open: number[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dream-log-'));
  });

  afterEach(() => {
    for (const fd of open.splice(0)) closeSync(fd);
    rmSync(folder, { recursive: true });
  });

  function opened(path: string, flags: number): number {
    const fd = openSync(path, flags);
    open.push(fd);
    return fd;
  }

  /** A pipe with a buffer of 64 KiB, after which writes fail; `read` returns its content. */
  function pipe() {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    const fd = opened(path, constants.O_RDWR | constants.O_NONBLOCK);
    const buffer = Buffer.alloc(1_048_576);
    const read = () => {
      try {
        return buffer.toString('utf8', 0, readSync(fd, buffer));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return '';
        throw error;
      }
    };
    return { fd, read };
  }

  it('receives the lines in order, however slowly they are read', async () => {
    const { fd, read } = pipe();
    const destination = new LogDestination({ fd, notice });
    for (let index = 1; index <= 300; index++) destination.write(lineOf(index));
    const text = await readUntil(read, /^300\.+\n/m);
    const lines = text.split('\n').slice(0, -1);
    expect(lines.map(numberOf)).toEqual(Array.from({ length: 300 }, (_, index) => index + 1));
  });

  it('drops lines beyond its capacity while nothing reads them, and reports how many', async () => {
    const { fd, read } = pipe();
    const destination = new LogDestination({ fd, notice, maxBytes: 100_000 });
    for (let index = 1; index <= 1_000; index++) destination.write(lineOf(index));
    const text = await readUntil(read, /^dropped \d+\n/m);
    const lines = text.split('\n').slice(0, -1);
    const kept = lines.slice(0, -1).map(numberOf);
    expect(kept).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
    expect(lines.at(-1)).toBe('dropped 900');
    destination.write(lineOf(1_001));
    expect(await readUntil(read, /\n/)).toBe(lineOf(1_001));
  });
});
