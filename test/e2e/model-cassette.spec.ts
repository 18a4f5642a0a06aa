import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { projectDream } from '../support/command-line.js';
import { simulated, withoutReplay } from '../support/model-runs.js';
import { ModelServer } from '../support/model-server.js';
import { comparable } from '../support/run-logs.js';
import { startApp } from '../support/running-app.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dream-'));
});

afterEach(() => rm(folder, { recursive: true }));

describe('project-dream cassette', () => {
  it('takes what a model has said to another store, where it is replayed without a network', async () => {
    const server = await ModelServer.start();
    const { env } = server;
    const here = await startApp(env);
    const recorded = await simulated(here);
    await here.app.close();
    await server.stop();
    const file = join(folder, 'answers.jsonl');
    const exported = await projectDream(['cassette', 'export', file], { dataDir: here.dataDir });
    expect(exported).toMatchObject({ code: 0, stderr: expect.stringMatching(/^\d+ answer\(s\) exported/) });
    await rm(here.dataDir, { recursive: true });

    const imported = await projectDream(['cassette', 'import', file], {
      dataDir: folder,
      env: { RUN_REPOSITORY: 'file' },
    });
    expect(imported.code).toBe(0);
    const there = await startApp({ ...env, DATA_DIR: folder, RUN_REPOSITORY: 'file', MODEL_CALLS: 'replay' });
    const replayed = await simulated(there);
    await there.stop();
    expect(replayed.run.status).toBe('succeeded');
    expect(comparable(withoutReplay(replayed.rows))).toEqual(comparable(withoutReplay(recorded.rows)));
  });

  it('says what is wrong with a file, and imports nothing of it', async () => {
    const file = join(folder, 'answers.jsonl');
    await writeFile(file, '{"format":"recorded_answers.v1"}\n{"key":"x"}\n');
    const refused = await projectDream(['cassette', 'import', file], { dataDir: folder });
    expect(refused).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Line 2 is no recorded answer'),
    });
    const missing = await projectDream(['cassette', 'import', join(folder, 'none')], { dataDir: folder });
    expect(missing.code).toBe(2);
  });
});
