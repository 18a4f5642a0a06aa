import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newRun, sampleRow, sampleRun, withRows } from '../../src/testing/samples.js';
import { openRunRepository } from '../../src/storage/index.js';
import { buildService } from '../support/build.js';
import { projectDream as runCommand } from '../support/command-line.js';
import { startApp, type TestEnvironment } from '../support/running-app.js';
import { ServiceProcess, killServices } from '../support/service-process.js';
import { bearer } from '../support/tokens.js';

let program: string;
let dataDir: string;

beforeAll(async () => {
  program = join(await buildService(), 'cli/main.js');
});

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'dream-'));
});

afterEach(() => rm(dataDir, { recursive: true }));

const projectDream = (words: readonly string[], env: TestEnvironment = {}) =>
  runCommand(words, { dataDir, env });

describe('project-dream token', () => {
  it('makes a token that is accepted, and its entry for API_TOKENS', async () => {
    const { stdout } = await projectDream(['token', 'night-shift', 'read']);
    const [entry = ''] = /^night-shift:read:[0-9a-f]{64}$/m.exec(stdout) ?? [];
    const [token = ''] = /^pd_[\w-]{43}$/m.exec(stdout) ?? [];
    const service = await startApp({ API_TOKENS: entry });
    const headers = { Authorization: bearer(token) };
    expect((await service.get('/runs').set(headers)).status).toBe(200);
    expect((await service.post('/runs', {}).set(headers)).status).toBe(403);
    await service.stop();
  });
});

describe.each(['sqlite', 'file'] as const)('project-dream retention (%s)', (adapter) => {
  const retention = (words: readonly string[], env: TestEnvironment = {}) =>
    projectDream(['retention', ...words], { RUN_REPOSITORY: adapter, ...env });

  /** Stores two runs that ended long ago; gives their ids, oldest first. */
  async function storeRuns(): Promise<string[]> {
    const repository = await openRunRepository({ kind: adapter, dataDir });
    const ids: string[] = [];
    for (const id of [1, 2]) {
      const rows = [sampleRow(1, 'round')];
      const run = withRows(sampleRun(String(id), id, { pipeline: 'simulation' }), rows);
      await repository.create(newRun(run, rows, { lease: { owner: 'test', until: run.created_at } }));
      const ended = { ...run, status: 'succeeded' as const, ended_at: run.created_at };
      await repository.commit({ run: ended, rows: [], token: 1 });
      ids.push(run.run_id);
    }
    await repository.close();
    return ids;
  }

  it('lists the runs that have expired, and deletes them when it is told to', async () => {
    const [oldest, newest] = await storeRuns();
    const limit = { RETENTION_MAX_RUNS: '1' };
    const listed = `${oldest}\n1 run(s) would be deleted; --apply deletes them.\n`;
    expect(await retention([], limit)).toEqual({ code: 0, stdout: listed, stderr: '' });
    expect((await retention(['--apply'], limit)).stdout).toBe('1 run(s) deleted.\n');
    expect((await retention([], { RETENTION_MAX_AGE_DAYS: '1' })).stdout).toContain(`${newest}\n1 run(s)`);
  });

  it('says that no run expires when no limit is set', async () => {
    await storeRuns();
    expect(await retention(['--apply'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^No run expires/),
    });
  });

  it('ends with status 1 where no run was ever stored, and makes no store there', async () => {
    for (let time = 0; time < 2; time += 1) {
      const { code, stderr } = await retention([]);
      expect(code).toBe(1);
      expect(stderr).toContain('no run was ever stored there');
    }
  });
});

describe('project-dream retention', () => {
  it('ends with status 1 when the runs are not kept', async () => {
    const { code, stderr } = await projectDream(['retention'], { RUN_REPOSITORY: 'memory' });
    expect(code).toBe(1);
    expect(stderr).toContain('RUN_REPOSITORY');
  });

  it('ends with status 1 and names a variable that cannot be used', async () => {
    const { code, stderr } = await projectDream(['retention'], { RETENTION_MAX_RUNS: 'some' });
    expect(code).toBe(1);
    expect(stderr).toContain('RETENTION_MAX_RUNS');
  });
});

describe('project-dream serve', () => {
  afterAll(killServices);

  it('starts the service, which shuts down at SIGTERM', async () => {
    const service = await ServiceProcess.start({ dataDir, program, args: ['serve'] });
    expect((await service.get('/health')).status).toBe(200);
    expect(await service.kill('SIGTERM')).toEqual({ code: null, signal: 'SIGTERM' });
  });

  it('ends with status 2 and starts nothing when it is given what it does not know', async () => {
    expect(await projectDream(['serve', 'now'])).toMatchObject({ code: 2, stdout: '' });
  });

  it('ends with status 1 when the configuration cannot be used', async () => {
    const { code, stderr } = await projectDream(['serve'], { PORT: 'none' });
    expect(code).toBe(1);
    expect(stderr).toContain('PORT');
  });
});
