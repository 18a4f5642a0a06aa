import { readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import sqlite3 from 'sqlite3';
import { newRun, sampleRun } from '../../src/testing/samples.js';
import { RUN_REPOSITORY, type RunRepository } from '../../src/runs/index.js';
import { expectSoundLog } from '../support/run-logs.js';
import { startApp, type RunningApp } from '../support/running-app.js';
import { exampleSeed } from '../support/seeds.js';
import { logOf, runAtStage, runOnce } from '../support/waiting.js';

/** What a hand does to a stored run, past the service. */
interface Hand {
  /** Changes the first byte of a row. */
  flip(service: RunningApp, runId: string, seq: number): Promise<void>;
  /** Changes a letter of what a row says. */
  reword(service: RunningApp, runId: string, seq: number): Promise<void>;
  /** Takes a row away. */
  remove(service: RunningApp, runId: string, seq: number): Promise<void>;
  /** Takes away a row and all that follow it. */
  cut(service: RunningApp, runId: string, seq: number): Promise<void>;
  /** Makes what is stored beside the rows unreadable. */
  spoil(service: RunningApp, runId: string): Promise<void>;
  /** Makes what the run was asked to do unreadable. */
  spoilRequest(service: RunningApp, runId: string): Promise<void>;
}

const fileOf = ({ dataDir }: RunningApp, runId: string, name: string) => join(dataDir, 'runs', runId, name);

async function changeLines(
  service: RunningApp,
  runId: string,
  change: (lines: string[]) => string[],
): Promise<void> {
  const log = fileOf(service, runId, 'runlog.jsonl');
  await writeFile(log, change((await readFile(log, 'utf8')).split('\n')).join('\n'));
}

const IN_FILES: Hand = {
  flip: (service, runId, seq) =>
    changeLines(service, runId, (lines) => lines.with(seq - 1, `[${lines[seq - 1]?.slice(1)}`)),
  reword: (service, runId, seq) =>
    changeLines(service, runId, (lines) =>
      lines.with(seq - 1, lines[seq - 1]?.replace('"at":"2', '"at":"3') ?? ''),
    ),
  remove: (service, runId, seq) => changeLines(service, runId, (lines) => lines.toSpliced(seq - 1, 1)),
  async cut(service, runId, seq) {
    const log = fileOf(service, runId, 'runlog.jsonl');
    const lines = (await readFile(log, 'utf8')).split('\n').slice(0, seq - 1);
    await truncate(log, Buffer.byteLength(lines.join('\n')) + 10); // in the midst of the row
  },
  spoil: (service, runId) => truncate(fileOf(service, runId, 'run.json'), 40),
  spoilRequest: (service, runId) => truncate(fileOf(service, runId, 'request.json'), 10),
};

/** Changes the database as another process would. */
async function execute({ dataDir }: RunningApp, sql: string): Promise<void> {
  const database = new sqlite3.Database(join(dataDir, 'runs.sqlite3'));
  await promisify<string, void>((text, done) => database.exec(text, done))(sql);
  await promisify<void>((done) => database.close(done))();
}

const rowsOfRun = (runId: string) => `run = (SELECT id FROM runs WHERE run_id = '${runId}')`;

const IN_SQLITE: Hand = {
  flip: (service, runId, seq) =>
    execute(
      service,
      `UPDATE runlog_rows SET json = '[' || substr(json, 2) WHERE ${rowsOfRun(runId)} AND seq = ${seq}`,
    ),
  reword: (service, runId, seq) =>
    execute(
      service,
      `UPDATE runlog_rows SET json = replace(json, '"at":"2', '"at":"3') WHERE ${rowsOfRun(runId)} AND seq = ${seq}`,
    ),
  remove: (service, runId, seq) =>
    execute(service, `DELETE FROM runlog_rows WHERE ${rowsOfRun(runId)} AND seq = ${seq}`),
  cut: (service, runId, seq) =>
    execute(service, `DELETE FROM runlog_rows WHERE ${rowsOfRun(runId)} AND seq >= ${seq}`),
  spoil: (service, runId) =>
    execute(service, `UPDATE runs SET record = substr(record, 1, 40) WHERE run_id = '${runId}'`),
  spoilRequest: (service, runId) =>
    execute(service, `UPDATE run_requests SET request = substr(request, 1, 10) WHERE ${rowsOfRun(runId)}`),
};

const HANDS: readonly (readonly [string, Hand])[] = [
  ['file', IN_FILES],
  ['sqlite', IN_SQLITE],
];

describe.each(HANDS)('a run that was damaged by hand (%s)', (repository, hand) => {
  let service: RunningApp;
  let damaged: string;
  let sound: string;

  const simulate = async () =>
    String((await service.post('/simulate', { seed: await exampleSeed() }).expect(200)).body.run_id);

  /** The ids and statuses of the listed runs, and their errors. */
  const list = async () => {
    const { body } = await service.get('/runs').expect(200);
    return body.items as { run_id: string; status: string; error: unknown }[];
  };

  beforeEach(async () => {
    service = await startApp({ RUN_REPOSITORY: repository });
    damaged = await simulate();
    sound = await simulate();
  });

  afterEach(() => service.stop());

  /** Checks that everything else works: the other run, new ones, and lists of all. */
  async function expectOthersSound(): Promise<void> {
    expectSoundLog(await logOf(service, sound));
    const next = await simulate();
    expectSoundLog(await logOf(service, next));
    expect((await list()).map(({ run_id }) => run_id)).toEqual(
      expect.arrayContaining([next, sound, damaged]),
    );
    await service.get('/health/ready').expect(200);
  }

  it('can be read without its request when only that is damaged', async () => {
    await hand.spoilRequest(service, damaged);
    service = await service.restart();
    const { body: run } = await service.get(`/runs/${damaged}`).expect(200);
    expect(run).toMatchObject({ run_id: damaged, status: 'succeeded', request: null });
    const { body: fork } = await service
      .post(`/runs/${damaged}/fork`, { from_stage: 'moderation' })
      .expect(500);
    expect(fork).toMatchObject({ error: 'corrupt_runlog', run_id: damaged });
    await expectOthersSound();
  });

  it.each(['flip', 'remove', 'cut'] as const)(
    'says which row is damaged (%s), and harms no other',
    async (damage) => {
      await hand[damage](service, damaged, 5);
      const { body } = await service.get(`/runs/${damaged}/runlog`).expect(500);
      expect(body).toMatchObject({ error: 'corrupt_runlog', run_id: damaged, seq: 5 });
      await expectOthersSound();
      service = await service.restart();
      await expectOthersSound();
    },
  );

  it.each(['flip', 'remove'] as const)('is still damaged after a restart (%s)', async (damage) => {
    await hand[damage](service, damaged, 5);
    service = await service.restart();
    const { body } = await service.get(`/runs/${damaged}/runlog`).expect(500);
    expect(body).toMatchObject({ error: 'corrupt_runlog', run_id: damaged, seq: 5 });
  });

  it('is damaged when a row says something else than it did', async () => {
    await hand.reword(service, damaged, 5);
    const { body } = await service.get(`/runs/${damaged}/runlog`).expect(500);
    expect(body).toMatchObject({ error: 'corrupt_runlog', run_id: damaged, seq: null });
    await service.get(`/runs/${damaged}/report`).expect(500);
    await expectOthersSound();
  });

  it('has failed when it was to be taken up again, and can be deleted', async () => {
    await service.stop();
    service = await startApp({ RUN_REPOSITORY: repository, FAULT_INJECTION: 'true', SHUTDOWN_GRACE_MS: '0' });
    const input = { seed: await exampleSeed(), rounds: 1 };
    const faults = [{ stage_node: 'moderation', kind: 'hang', attempts: 'all' }];
    const { body } = await service.post('/runs', { pipeline: 'simulation', input, faults }).expect(202);
    const runId = String(body.run_id);
    await runAtStage(service, runId, 'moderation');
    await hand.flip(service, runId, 2);
    service = await service.restart();
    const run = await runOnce(service, runId, 'failed');
    expect(run).toMatchObject({ current_stage: null, error: { error: 'corrupt_runlog', seq: 2 } });
    const { body: problem } = await service.get(`/runs/${runId}/runlog`).expect(500);
    expect(problem).toMatchObject({ error: 'corrupt_runlog', seq: 2 });
    await service.delete(`/runs/${runId}`).expect(204);
    await service.get(`/runs/${runId}`).expect(404);
  });

  it('is listed as failed when its record cannot be read, and says so on its own routes', async () => {
    await hand.spoil(service, damaged);
    service = await service.restart();
    const problem = { error: 'corrupt_runlog', error_code: 'RUN_LOG_CORRUPT', run_id: damaged, seq: null };
    for (const route of [`/runs/${damaged}`, `/runs/${damaged}/runlog`]) {
      expect((await service.get(route).expect(500)).body).toMatchObject(problem);
    }
    const items = await list();
    expect(items.map(({ run_id }) => run_id)).toEqual([sound, damaged]);
    expect(items[1]).toMatchObject({ status: 'failed', error: problem });
    for (const [status, runIds] of [
      ['failed', [damaged]],
      ['succeeded', [sound]],
    ] as const) {
      const { body } = await service.get(`/runs?status=${status}`).expect(200);
      expect(body).toMatchObject({ total: 1, items: runIds.map((run_id) => ({ run_id })) });
      const cursor = (await service.get('/runs?limit=1').expect(200)).body.next_cursor as string;
      const next = await service
        .get(`/runs?status=${status}&cursor=${encodeURIComponent(cursor)}`)
        .expect(200);
      expect(next.body.items).toHaveLength(status === 'failed' ? 1 : 0);
    }
    await expectOthersSound();
  });

  it('can be deleted when its record cannot be read, though it has not ended', async () => {
    const repository = service.app.get<RunRepository>(RUN_REPOSITORY);
    const run = sampleRun('1', 0, { pipeline: 'simulation', status: 'interrupted' });
    await repository.create(newRun(run, [], { lease: { owner: 'dead', until: new Date(0).toISOString() } }));
    const { run_id: unfinished } = run;
    await hand.spoil(service, unfinished);
    service = await service.restart();
    await service.get(`/runs/${unfinished}`).expect(500);
    await service.delete(`/runs/${unfinished}`).expect(204);
    await service.get(`/runs/${unfinished}`).expect(404);
    await service.delete(`/runs/${unfinished}`).expect(404);
    await expectOthersSound();
  });
});

describe('a run whose log was cut off (file)', () => {
  let service: RunningApp;
  afterEach(() => service.stop());

  it('is mended when the service starts, and says so in its log', async () => {
    service = await startApp({ RUN_REPOSITORY: 'file' });
    const { body: run } = await service.post('/simulate', { seed: await exampleSeed() }).expect(200);
    const runId = String(run.run_id);
    const before = await logOf(service, runId);
    await IN_FILES.cut(service, runId, 5);
    service = await service.restart();
    const log = await logOf(service, runId);
    expectSoundLog(log);
    expect(log.rows.slice(0, -1)).toEqual(before.rows.slice(0, 4));
    const said = { type: 'run_state', from: 'succeeded', to: 'succeeded', reason: 'mended' };
    expect(log.rows.at(-1)).toMatchObject({ seq: 5, ...said });
  });

  it('is damaged from its first row when the log is gone', async () => {
    service = await startApp({ RUN_REPOSITORY: 'file' });
    const { body: run } = await service.post('/simulate', { seed: await exampleSeed() }).expect(200);
    const runId = String(run.run_id);
    await rm(fileOf(service, runId, 'runlog.jsonl'));
    service = await service.restart();
    const { body } = await service.get(`/runs/${runId}`).expect(500);
    expect(body).toMatchObject({ error: 'corrupt_runlog', seq: 1 });
    const { body: list } = await service.get('/runs?status=failed').expect(200);
    expect(list.items).toMatchObject([{ run_id: runId }]);
  });
});
