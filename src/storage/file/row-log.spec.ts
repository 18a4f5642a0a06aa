import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sampleRow } from '../../testing/index.js';
import { CorruptRunlogError, type RowSelection, type RunlogRow } from '../../runs/index.js';
import { RowLog, type CommittedLog } from './row-log.js';
import { extendSpans } from './row-spans.js';

const NODES = ['a', null, 'b'];

let folder: string;

/** Rows of three origins in turns of 100, now and then long ones. */
function rowsThrough(last: number): RunlogRow[] {
  return Array.from({ length: last }, (_, index) => {
    const seq = index + 1;
    const text = seq % 97 === 0 ? '가😀'.repeat(5_000) : `row ${seq}`;
    const turn = Math.floor(index / 100);
    const stageNode = NODES[turn % 3] ?? null;
    const row = sampleRow(seq, seq % 2 === 0 ? 'gate' : 'round', { text });
    return {
      seq,
      type: row.type,
      json: row.json,
      stageNode,
      attempt: stageNode === null ? null : 1 + (turn % 2),
    };
  });
}

const openLog = () => new RowLog('run-1', join(folder, 'runlog.jsonl'));

const lines = (rows: readonly RunlogRow[]) => rows.map(({ json }) => `${json}\n`).join('');

async function write(log: RowLog, rows: readonly RunlogRow[]): Promise<CommittedLog> {
  const bytes = await log.append(0, rows);
  log.noteCommitted(rows);
  return { rows: rows.length, bytes, spans: extendSpans([], rows) };
}

/** What a selection is to give: the rows, looked at one by one. */
function expected(rows: readonly RunlogRow[], selection: RowSelection): RunlogRow[] {
  const { afterSeq, throughSeq = Infinity, types, stageNode, attempt, limit } = selection;
  const found = rows.filter(
    (row) =>
      row.seq > afterSeq &&
      row.seq <= throughSeq &&
      (types.length === 0 || types.includes(row.type)) &&
      (stageNode === undefined || row.stageNode === stageNode) &&
      (attempt === undefined || row.attempt === attempt),
  );
  return found.slice(0, limit);
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dream-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('a log of many rows', () => {
  const rows = rowsThrough(2_000);
  const all = { afterSeq: 0, types: [], limit: 10_000 };
  const selections: RowSelection[] = [
    all,
    { ...all, limit: 0 },
    { ...all, afterSeq: 2_000 },
    { ...all, throughSeq: 5_000, afterSeq: 1_999 },
    ...[0, 1, 255, 256, 257, 511, 512, 1_024, 1_990].map((afterSeq) => ({ ...all, afterSeq, limit: 20 })),
    { ...all, afterSeq: 500, throughSeq: 513 },
    { ...all, types: ['gate'], limit: 700 },
    { ...all, stageNode: 'a' },
    { ...all, stageNode: 'b', attempt: 2 },
    { ...all, stageNode: 'b', afterSeq: 850, limit: 3 },
    { ...all, attempt: 2, types: ['round'], throughSeq: 1_500 },
    { ...all, stageNode: 'none' },
  ];

  it.each(selections.map((selection) => [JSON.stringify(selection), selection] as const))(
    'gives what is asked for by %s, whether it was just written, or is read for the first time',
    async (_, selection) => {
      const log = openLog();
      const committed = await write(log, rows);
      expect(await log.read(committed, selection)).toEqual(expected(rows, selection));
      expect(await openLog().read(committed, selection)).toEqual(expected(rows, selection));
    },
  );

  it('gives the right rows to many readers at once', async () => {
    const committed = await write(openLog(), rows);
    const log = openLog();
    const pages = await Promise.all(selections.map((selection) => log.read(committed, selection)));
    expect(pages).toEqual(selections.map((selection) => expected(rows, selection)));
  });

  it('names the first row that is missing, wherever a page begins', async () => {
    const log = openLog();
    const committed = await write(log, rows);
    const text = await readFile(log.path, 'utf8');
    await writeFile(log.path, text.replace(`${rows[299]?.json}\n`, ''));
    for (const afterSeq of [250, 600, 1_990]) {
      await expect(log.read(committed, { ...all, afterSeq, limit: 60 })).rejects.toMatchObject({
        details: { seq: 300 },
      });
    }
    expect(await log.read(committed, { ...all, limit: 299 })).toHaveLength(299);
  });

  it('names the first damaged row when a page comes upon one', async () => {
    const log = openLog();
    const committed = await write(log, rows);
    const text = await readFile(log.path, 'utf8');
    await writeFile(log.path, text.replace('"seq":300,', '"seq":3x0,').replace('"seq":700,', '"seq":7x0,'));
    await expect(log.read(committed, { ...all, afterSeq: 650 })).rejects.toMatchObject({
      details: { seq: 300 },
    });
  });
});

describe('the text of a log', () => {
  const rows = rowsThrough(2_000);
  const selection = { afterSeq: 0, throughSeq: 2_000, limit: 10_000 };

  it.each([0, 1, 96, 255, 256, 300, 1_990, 1_999])(
    'is what is stored after row %i, whether it was just written, or is read for the first time',
    async (afterSeq) => {
      const log = openLog();
      const committed = await write(log, rows);
      for (const reader of [log, openLog()]) {
        let last = afterSeq;
        let read = '';
        while (last < 2_000) {
          const text = await reader.readText(committed, { ...selection, afterSeq: last });
          last += text?.rows ?? Infinity;
          read += text?.bytes.toString();
        }
        expect(read).toBe(lines(rows.slice(afterSeq)));
      }
    },
  );

  it('ends where it is asked to', async () => {
    const log = openLog();
    const committed = await write(log, rows);
    const through = await log.readText(committed, { ...selection, afterSeq: 10, throughSeq: 20 });
    expect(through).toEqual({ rows: 10, bytes: Buffer.from(lines(rows.slice(10, 20))) });
    const few = await log.readText(committed, { ...selection, afterSeq: 10, limit: 3 });
    expect(few).toEqual({ rows: 3, bytes: Buffer.from(lines(rows.slice(10, 13))) });
  });

  it('has at least one row, however long that is', async () => {
    const long = [1, 2].map((seq) => sampleRow(seq, 'round', { text: 'x'.repeat(1_900_000) }));
    const log = openLog();
    const committed = await write(log, long);
    const text = await openLog().readText(committed, { ...selection, throughSeq: 2 });
    expect(text?.bytes.toString()).toBe(lines(long.slice(0, text?.rows)));
  });

  it('is none when the log is cut off, or gone', async () => {
    const log = openLog();
    const committed = await write(log, rows.slice(0, 50));
    await truncate(log.path, committed.bytes - 1);
    expect(await log.readText(committed, { ...selection, throughSeq: 50 })).toBeNull();
    await rm(log.path);
    expect(await log.readText(committed, { ...selection, throughSeq: 50 })).toBeNull();
  });
});

describe('a page at the end of a long log', () => {
  it('is read without what comes long before it', async () => {
    const log = openLog();
    const rows = rowsThrough(10_000);
    const committed = await write(log, rows);
    const readable = lines(rows.slice(-1_000)); // the rest can no longer be read as rows
    await writeFile(log.path, 'x'.repeat(committed.bytes - Buffer.byteLength(readable)) + readable);
    const selection = { afterSeq: 9_900, types: [], limit: 20 };
    expect(await log.read(committed, selection)).toEqual(expected(rows, selection));
    await expect(log.read(committed, { ...selection, afterSeq: 8_000 })).rejects.toThrow(CorruptRunlogError);
  });
});
