import { copyFile, mkdir, mkdtemp, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  held,
  newRun,
  sampleKey,
  sampleLease,
  sampleRow,
  sampleRun,
  sampleTime,
  withRows,
} from '../../testing/index.js';
import { describeError } from '../../common/index.js';
import {
  damagedRun,
  type RunRecord,
  CorruptRunlogError,
  IdempotencyKeyTakenError,
  type RunFilter,
} from '../../runs/index.js';
import { FileRunRepository } from './file-run.repository.js';
import { HEADER_LINE, entryLine, parseEntry } from './index-lines.js';

/** Who deletes, at a time when no lease holds a run. */
const DELETER = { now: sampleTime(60) };

let folder: string;
let repository: FileRunRepository;
let index: string;

/** Stores a run that has ended, with a row. */
async function createEnded(id: string, changes: Partial<RunRecord> = {}): Promise<RunRecord> {
  const rows = [sampleRow(1, 'context')];
  const run = withRows(sampleRun(id, Number(id), changes), rows);
  await repository.create(newRun(run, rows, { key: sampleKey(id) }));
  return end(run, 1);
}

async function end(run: RunRecord, token: number, changes: Partial<RunRecord> = {}): Promise<RunRecord> {
  const ended: RunRecord = { ...run, status: 'failed', ended_at: sampleTime(50), ...changes };
  await repository.commit({ run: ended, rows: [], token });
  return ended;
}

async function reopen(change?: () => Promise<unknown>): Promise<void> {
  await repository.close();
  await change?.();
  repository = await FileRunRepository.open(folder);
}

const listed = async (filter: RunFilter = {}) =>
  (await repository.list({ filter, limit: 100, offset: 0 })).items;

const fileOf = ({ run_id }: RunRecord, name: string) => join(folder, run_id, name);

/** The ids of the entries of the index; fails when one is damaged. */
async function indexedIds(): Promise<(string | undefined)[]> {
  const [header, ...lines] = (await readFile(index, 'utf8')).split('\n');
  expect(`${header}\n`).toBe(HEADER_LINE);
  expect(lines.pop()).toBe('');
  return lines.map((line) => parseEntry(Buffer.from(line))?.run.run_id);
}

/** Changes the text of the index. */
async function replaceText(found: string | RegExp, text: string): Promise<void> {
  await writeFile(index, (await readFile(index, 'utf8')).replace(found, text));
}

beforeAll(() => Logger.overrideLogger(false));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dream-'));
  index = join(folder, 'index.jsonl');
  repository = await FileRunRepository.open(folder);
});

afterEach(async () => {
  await repository.close();
  await rm(folder, { recursive: true });
});

describe('the index of runs that have ended', () => {
  it('is what a start finds them by, not their files', async () => {
    const run = await createEnded('1', { attributes: { genre: 'B01' } });
    await reopen(async () => {
      const [, line = ''] = (await readFile(index, 'utf8')).split('\n');
      const entry = parseEntry(Buffer.from(line));
      if (!entry) throw new Error('The entry is damaged.');
      const other = { ...entry, run: { ...entry.run, attributes: { genre: 'B99' } } };
      await writeFile(index, `${HEADER_LINE}${entryLine(other)}`);
    });
    expect(await listed({ attributes: { genre: 'B99' } })).toEqual([run]);
    expect(await listed({ attributes: { genre: 'B01' } })).toEqual([]);
  });

  it('has those that were stored after their end, too', async () => {
    const run = sampleRun('1', 0, { status: 'succeeded' });
    await repository.create(newRun(run));
    await repository.close();
    expect(await indexedIds()).toEqual([run.run_id]);
    await reopen();
    expect(await listed()).toEqual([run]);
  });

  it('leaves out the others, which are read', async () => {
    const [ended, running] = [await createEnded('1'), sampleRun('2')];
    await repository.create(newRun(running));
    await reopen();
    expect(await indexedIds()).toEqual([ended.run_id]);
    expect(await repository.takeOrphans(sampleLease('c'), sampleTime(0), 9)).toEqual([held(running, 2)]);
  });

  it('has the keys that made them; the responses are read from the runs', async () => {
    const run = await createEnded('1');
    await repository.saveResponse('POST /simulate', '1', run);
    await reopen();
    const used = { bodyHash: 'hash', runId: run.run_id, response: run };
    expect(await repository.findKey('POST /simulate', '1')).toEqual(used);
    const again = newRun(sampleRun('2'), [], { key: sampleKey('1') });
    await expect(repository.create(again)).rejects.toThrow(IdempotencyKeyTakenError);
  });

  const HARMS: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['missing', () => rm(index)],
    ['empty', () => writeFile(index, '')],
    ['cut off in the midst of an entry', async () => truncate(index, (await stat(index)).size - 20)],
    ['cut off before its last line feed', async () => truncate(index, (await stat(index)).size - 1)],
    ['changed in one bit', () => replaceText('"failed"', '"gailed"')],
    ['garbage in one line', () => replaceText(/\n.*\n/, '\n\u0000\u0000\n')],
    ['garbage', () => writeFile(index, Buffer.alloc(5_000, 0xfe))],
    ['of another version', () => replaceText('"version":1', '"version":0')],
    ['of another version, whole', () => replaceText(/^.*\n/, '{"version":0}\n')],
  ];

  it.each(HARMS)('is made anew when it is %s', async (_, change) => {
    const runs = [await createEnded('1'), await createEnded('2'), await createEnded('3')];
    await reopen(change);
    expect(await listed({ status: 'failed' })).toEqual(runs.toReversed());
    const last = await createEnded('4');
    await reopen();
    expect(await listed()).toEqual([last, ...runs.toReversed()]);
    expect(new Set(await indexedIds())).toEqual(new Set([...runs, last].map(({ run_id }) => run_id)));
  });

  it('harms nobody when it cannot be read or written', async () => {
    const first = await createEnded('1');
    await reopen(() => rm(index).then(() => mkdir(index)));
    const second = await createEnded('2');
    expect(await listed()).toEqual([second, first]);
    await reopen(() => rm(index, { recursive: true }));
    expect(await indexedIds()).toEqual([first.run_id, second.run_id]);
  });

  it('is mended when a crash has left it behind the runs', async () => {
    const first = await createEnded('1');
    await reopen(() => copyFile(index, `${index}.before`));
    await repository.take(first.run_id, sampleLease(), sampleTime(0));
    const again = await end(first, 2, { status: 'cancelled' });
    const second = await createEnded('2');
    await reopen(() => copyFile(`${index}.before`, index));
    expect(await listed({ status: 'cancelled' })).toEqual([again]);
    expect(await listed()).toEqual([second, again]);
    expect((await indexedIds()).at(-1)).toBe(second.run_id);
  });

  it('does not hide that a run goes on again, after a crash', async () => {
    const run = await createEnded('1');
    await repository.take(run.run_id, sampleLease(), sampleTime(0));
    await repository.commit({ run: { ...run, status: 'queued', ended_at: null }, rows: [], token: 2 });
    await reopen();
    expect(await listed({ status: 'queued' })).toEqual([{ ...run, status: 'queued', ended_at: null }]);
    expect(await repository.takeOrphans(sampleLease('c'), sampleTime(0), 9)).toEqual([held(run, 2)]);
  });

  it('does not hide what was changed by hand, even at the old size and time', async () => {
    const run = await createEnded('1', { attributes: { genre: 'B01' } });
    await reopen(async () => {
      const path = fileOf(run, 'run.json');
      const { atime, mtime } = await stat(path);
      await writeFile(path, (await readFile(path, 'utf8')).replace('"B01"', '"B02"'));
      await utimes(path, atime, mtime);
    });
    expect(await listed({ attributes: { genre: 'B02' } })).toEqual([
      { ...run, attributes: { genre: 'B02' } },
    ]);
    expect(await listed({ attributes: { genre: 'B01' } })).toEqual([]);
  });

  it('does not hide that a log was cut off', async () => {
    const run = await createEnded('1');
    await reopen(() => truncate(fileOf(run, 'runlog.jsonl'), 0));
    await expect(repository.find(run.run_id)).rejects.toMatchObject({ details: { seq: 1 } });
  });

  it('forgets a run whose folder was taken away', async () => {
    const [kept, gone] = [await createEnded('1'), await createEnded('2')];
    await reopen(() => rm(join(folder, gone.run_id), { recursive: true }));
    expect(await listed()).toEqual([kept]);
    expect(await repository.findKey('POST /simulate', '2')).toBeNull();
    expect(await indexedIds()).toEqual([kept.run_id]);
  });

  it('forgets a run that is deleted, also when the process dies before', async () => {
    const [kept, gone] = [await createEnded('1'), await createEnded('2')];
    await reopen(() => copyFile(index, `${index}.before`));
    await repository.delete(gone.run_id, DELETER);
    await repository.close();
    expect(await readFile(index, 'utf8')).not.toContain(gone.run_id);
    await copyFile(`${index}.before`, index);
    repository = await FileRunRepository.open(folder);
    expect(await indexedIds()).toEqual([kept.run_id]);
    expect(await listed()).toEqual([kept]);
    await repository.create(newRun(sampleRun('2')));
  });
});

describe('an ended run that is damaged by hand while the store is open', () => {
  it('says so when it is read, and in lists', async () => {
    const [sound, run] = [await createEnded('1'), await createEnded('2')];
    await reopen();
    await truncate(fileOf(run, 'run.json'), 40);
    await expect(repository.find(run.run_id)).rejects.toThrow(CorruptRunlogError);
    const damage = describeError(new CorruptRunlogError(run.run_id, null));
    expect(await listed()).toEqual([damagedRun(run.run_id, damage), sound]);
    expect(await repository.delete(run.run_id, DELETER)).toBe(true);
    expect(await listed()).toEqual([sound]);
  });
});

describe('an ended run that is deleted while it is read', () => {
  it('is there as it was, or not at all, but never damaged', async () => {
    const runs = [await createEnded('1'), await createEnded('2'), await createEnded('3')];
    await reopen();
    for (const run of runs) {
      const deletion = { isDone: false };
      const deleted = repository.delete(run.run_id, DELETER).finally(() => (deletion.isDone = true));
      while (!deletion.isDone) {
        const [found, items] = await Promise.all([repository.find(run.run_id), listed()]);
        expect([null, run]).toContainEqual(found);
        for (const item of items) expect(runs).toContainEqual(item);
      }
      expect(await deleted).toBe(true);
    }
    expect(await listed()).toEqual([]);
  });
});
