import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import createClient, { type Client } from 'openapi-fetch';
import { startApp, type RunningApp } from '../support/running-app.js';
import { exampleSeed } from '../support/seeds.js';
import type { components, paths } from './openapi.js';

type Schemas = components['schemas'];
type KnownRow = Schemas['KnownRunlogRow'];

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

/** The rows of a type, with the fields of that type. */
function rowsOf<T extends KnownRow['type']>({ rows }: Schemas['Runlog'], type: T) {
  return rows.filter((row): row is Extract<KnownRow, { type: T }> => row.type === type);
}

describe('a client made from docs/openapi.json', () => {
  let service: RunningApp;
  let client: Client<paths>;
  let seed: Schemas['Seed'];

  beforeAll(async () => {
    service = await startApp({ FAULT_INJECTION: 'true' });
    client = createClient<paths>({ baseUrl: await service.app.getUrl() });
    seed = await exampleSeed();
  });
  afterAll(() => service.stop());

  it('has the types that the document gives', async () => {
    const { NODE_OPTIONS: _ours, ...env } = process.env;
    const checked = run('npm', ['run', '-s', 'client', '--', '--check'], { cwd: ROOT, env });
    await expect(checked).resolves.toBeDefined(); // else: npm run client, and commit what it writes
  });

  it('starts a run, and reads its log', async () => {
    const { data: run } = await client.POST('/simulate', { body: { seed, rounds: 2 } });
    expect(run?.status).toBe('succeeded');
    const params = { path: { run_id: run?.run_id ?? '' } };
    const { data: log } = await client.GET('/runs/{run_id}/runlog', { params });
    if (typeof log !== 'object') throw new Error('The log is not JSON.'); // it is text as application/x-ndjson
    expect(rowsOf(log, 'round_summary').map(({ round }) => round)).toEqual([1, 2]);
    expect(log.summary.row_counts['round_summary']).toBe(2);
  });

  it('handles a failed stage by the type of its error, and resumes the run', async () => {
    const { data, error } = await client.POST('/simulate', {
      body: {
        seed,
        max_stage_retries: 1,
        faults: [{ stage_node: 'moderation', kind: 'error', attempts: 2 }],
      },
    });
    expect(data).toBeUndefined();
    if (error?.error_code !== 'ORCH_STAGE_FAILED') throw new Error(`The answer is ${JSON.stringify(error)}`);
    expect(error.stage_node).toBe('moderation');
    expect(error.attempt_errors?.map(({ error_code }) => error_code)).toEqual(
      Array(2).fill('ORCH_FAULT_INJECTED'),
    );
    const params = { path: { run_id: error.run_id ?? '' } };
    const resumed = await client.POST('/runs/{run_id}/resume', { params });
    expect([resumed.response.status, resumed.data?.run_id]).toEqual([202, error.run_id]);
  });

  it('is told each mistake of a body by its place', async () => {
    const { error, response } = await client.POST('/simulate', { body: { seed, rounds: 0 } });
    expect(response.status).toBe(400);
    expect(error?.errors?.map(({ pointer }) => pointer)).toEqual(['/rounds']);
  });
});
