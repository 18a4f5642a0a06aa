import { mkdir, mkdtemp, readFile, rename, rm, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sampleRun } from '../../testing/index.js';
import { headOf } from './run-head.js';
import { RunIndex } from './run-index.js';

let folder: string;
const RUN = headOf(sampleRun('1'));
const RUNS = new Map([[RUN.run_id, RUN]]);

const linesOf = async () => (await readFile(join(folder, 'index.jsonl'), 'utf8')).split('\n').slice(1, -1);

beforeAll(() => Logger.overrideLogger(false));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dream-'));
});

afterEach(() => rm(folder, { recursive: true }));

describe('an index file', () => {
  it('gives the newest note of a run', async () => {
    const index = new RunIndex(folder);
    await index.open();
    for (const stamp of ['a', 'b']) index.note({ run: RUN, stamp });
    await index.tidy(RUNS);
    expect(await linesOf()).toHaveLength(2);
    expect([...(await new RunIndex(folder).open()).values()]).toEqual([{ run: RUN, stamp: 'b' }]);
  });

  it('loses what was replaced when that is much', async () => {
    const index = new RunIndex(folder);
    await index.open();
    for (let stamp = 1; stamp <= 1_500; stamp++) index.note({ run: RUN, stamp: String(stamp) });
    await index.tidy(RUNS);
    expect(await linesOf()).toHaveLength(1);
    expect([...(await new RunIndex(folder).open()).values()]).toEqual([{ run: RUN, stamp: '1500' }]);
  });

  it('goes on after it could not be written', async () => {
    const index = new RunIndex(folder);
    await index.open();
    const file = join(folder, 'index.jsonl');
    await rename(file, `${file}.away`);
    await mkdir(file);
    index.note({ run: RUN, stamp: 'lost' });
    await index.tidy(RUNS);
    await rmdir(file);
    await rename(`${file}.away`, file);
    index.note({ run: RUN, stamp: 'kept' });
    await index.tidy(RUNS);
    expect([...(await new RunIndex(folder).open()).values()]).toEqual([{ run: RUN, stamp: 'kept' }]);
  });
});
