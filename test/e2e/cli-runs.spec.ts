import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projectDream as runCommand, type CommandOutcome } from '../support/command-line.js';
import { exampleSeed } from '../support/seeds.js';
import { ServiceProcess, killServices } from '../support/service-process.js';
import { API_TOKENS, TOKENS } from '../support/tokens.js';

interface PrintedRun {
  readonly run_id: string;
  readonly status: string;
  readonly rounds_run: number;
}

let dataDir: string;
let seedFile: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'dream-cli-'));
  seedFile = join(dataDir, 'seed.json');
  await writeFile(seedFile, JSON.stringify(await exampleSeed()));
});

afterAll(async () => {
  await killServices();
  await rm(dataDir, { recursive: true });
});

const projectDream = (...words: string[]): Promise<CommandOutcome> => runCommand(words, { dataDir });

/** Simulates the seed; gives the run as it is printed with --json. */
async function printedRun(...words: string[]): Promise<PrintedRun> {
  const { code, stdout, stderr } = await projectDream('run', seedFile, '--rounds', '2', '--json', ...words);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as PrintedRun;
}

describe('project-dream, on the store of DATA_DIR', () => {
  let first: PrintedRun;

  beforeAll(async () => {
    first = await printedRun();
  });

  it('simulates a seed, and says how it ended and how to go on', async () => {
    expect(first).toMatchObject({ status: 'succeeded', rounds_run: 2 });
    const { code, stdout } = await projectDream('run', seedFile, '--rounds', '1');
    expect(code).toBe(0);
    const [id] = /run-[\w-]+/.exec(stdout) ?? [];
    expect(stdout).toMatch(/succeeded, “.+”\n {2}\d+ comments in 1 rounds, \d+ reports\n/);
    expect(stdout).toContain(`  project-dream transcript ${id}\n`);
  });

  it('reads an input from stdin, with a dial and rounds of its own', async () => {
    const stdin = JSON.stringify({ seed: await exampleSeed(), rounds: 1, random_seed: 'mine' });
    const words = ['run', '-', '--dial', '20,20,20,20,20', '--json'];
    const { code, stdout } = await runCommand(words, { dataDir, stdin });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      rounds_run: 1,
      random_seed: 'mine',
      request: { input: { seed: { dial: { U: 20, E: 20, M: 20, S: 20, H: 20 } } } },
    });
  });

  it('shows characters of a title that would steer the terminal', async () => {
    const stdin = JSON.stringify({ ...(await exampleSeed()), title: 'Red \u001b[31m alert \u202e' });
    const { code, stdout } = await runCommand(['run', '-', '--rounds', '1'], { dataDir, stdin });
    expect(code).toBe(0);
    expect(stdout).toContain(String.raw`“Red \u001b[31m alert \u202e”`);
  });

  it('reads a run that was stored before', async () => {
    const { code, stdout } = await projectDream('transcript', 'latest');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^# .+\n[^]+## Round 1\n/);
  });

  it('simulates a seed many times, and prints how often each ending came', async () => {
    const { code, stdout } = await projectDream('run', seedFile, '--rounds', '1', '--runs', '12');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^exp-\S+ .*: succeeded; 12 runs: 12 succeeded\n/);
    expect(stdout).toMatch(/^termination_reason +round_limit +12 +100\.0 %/m);
    expect(stdout).toMatch(/^comments +\d/m);
    expect(stdout).toMatch(/^worth reading /m);
  });

  it('compares an experiment with an earlier one, and fails when a figure has changed', async () => {
    const seed = await exampleSeed();
    const experiment = (rounds: number) =>
      JSON.stringify({ name: 'stable', input: { seed, rounds }, vary: { random_seeds: 8 } });
    const first = await runCommand(['experiment', '-', '--json'], { dataDir, stdin: experiment(1) });
    const { experiment_id } = JSON.parse(first.stdout) as { experiment_id: string };
    const regress = (rounds: number) =>
      runCommand(['regress', '-', '--baseline', experiment_id], { dataDir, stdin: experiment(rounds) });
    expect(await regress(1)).toMatchObject({ code: 0, stdout: expect.stringContaining('same: 0 of ') });
    const { code, stdout, stderr } = await regress(2);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^rounds_run\S* +.* 1 +2 +1 /m);
    expect(stderr).toContain(`differs from ${experiment_id}`);
  });

  it('shows its progress in a terminal, and nowhere else', async () => {
    const words = ['run', seedFile, '--rounds', '2'];
    const shown = await runCommand(words, { dataDir, inTerminal: true, env: { TERM: 'xterm' } });
    expect(shown.code).toBe(0);
    expect(shown.stdout).toMatch(/[█░]{24} \d of 2/);
    expect(shown.stdout).toContain('succeeded');
    const { stdout, stderr } = await runCommand(words, { dataDir });
    expect(stderr).toBe('');
    expect(stdout).not.toMatch(/[█░]/);
  });

  it.each([
    [2, 'is no JSON', ['run', '-']],
    [1, 'What to do: ', ['transcript', 'run-x']],
    [1, 'REQ_VALIDATION_FAILED', ['run', 'SEED', '--dial', '1,2,3,4,5']],
    [3, 'cannot be reached', ['report', 'run-x', '--url', 'http://127.0.0.1:9']],
  ])('ends with status %i and says %j', async (status, reason, words) => {
    const { code, stdout, stderr } = await projectDream(
      ...words.map((word) => (word === 'SEED' ? seedFile : word)),
    );
    expect({ code, stdout }).toEqual({ code: status, stdout: '' });
    expect(stderr).toContain(reason);
  });
});

describe('project-dream, with a service', () => {
  let service: ServiceProcess;
  let url: string;
  let first: PrintedRun;

  beforeAll(async () => {
    service = await ServiceProcess.start({ dataDir, env: { API_TOKENS, RUN_REPOSITORY: 'memory' } });
    url = await service.listening;
    first = await simulated();
  });

  const atService = (...words: string[]) => projectDream(...words, '--url', url, '--token', TOKENS.run);

  const simulated = (...words: string[]) => printedRun(...words, '--url', url, '--token', TOKENS.run);

  it('prints the transcript, the report and the comments of a run that was stored before', async () => {
    const transcript = await atService('transcript', first.run_id);
    expect(transcript).toMatchObject({ code: 0, stdout: expect.stringMatching(/^# .+\n[^]+## Round 2\n/) });
    expect((await atService('report', first.run_id)).stdout).toMatch(/^# .+\n/);
    const report = await atService('report', first.run_id, '--json');
    expect(JSON.parse(report.stdout)).toMatchObject({ run_id: first.run_id });
    const comments = parse<Record<string, string>>(
      (await atService('export', first.run_id, '--csv')).stdout,
      {
        columns: true,
      },
    );
    const thread = JSON.parse((await atService('transcript', first.run_id, '--json')).stdout);
    expect(comments.map(({ text }) => text)).toEqual(
      thread.comments.map(({ text }: { text: string }) => text),
    );
    expect((await atService('export', first.run_id, '--csv', 'rounds')).stdout.split('\n')).toHaveLength(4);
    expect((await atService('export', first.run_id, '--graphml')).stdout).toContain('</graphml>');
  });

  it('tells where two runs part', async () => {
    const same = await atService('diff', first.run_id, (await simulated()).run_id);
    expect(same).toMatchObject({ code: 0, stdout: expect.stringMatching(/^The same happened in /) });
    const other = await simulated('--random-seed', 'another');
    const { code, stdout } = await atService('diff', first.run_id, other.run_id);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^random_seed +\S+ +another$/m);
    expect(stdout).toMatch(/^Comments: \d+ the same, \d+ changed, /m);
    const diff = JSON.parse((await atService('diff', first.run_id, other.run_id, '--json')).stdout);
    expect(diff).toMatchObject({ left: first.run_id, right: other.run_id, equal: false });
  });

  it('asks it with the token of the environment or of an option', async () => {
    const env = { PROJECT_DREAM_URL: url, PROJECT_DREAM_TOKEN: TOKENS.run };
    const { code, stdout } = await runCommand(['run', seedFile, '--rounds', '1', '--json'], { dataDir, env });
    expect(code).toBe(0);
    const { run_id } = JSON.parse(stdout) as PrintedRun;
    const read = await projectDream('transcript', run_id, '--url', `${url}/`, '--token', TOKENS.read);
    expect(read).toMatchObject({ code: 0, stdout: expect.stringMatching(/^# /) });
  });

  it('says why it is refused', async () => {
    for (const [token, reason] of [
      ['wrong', 'AUTH_UNAUTHORIZED'],
      [TOKENS.read, 'AUTH_FORBIDDEN'],
    ] as const) {
      const { code, stderr } = await projectDream('run', seedFile, '--url', url, '--token', token);
      expect(code).toBe(1);
      expect(stderr).toContain(reason);
    }
  });

  it.each([200, 404])('says so when something else answers with %i', async (status) => {
    const other = createServer((_, response) => response.writeHead(status).end('<p>Hello</p>'));
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const words = ['diff', 'run-x', 'run-y', '--url', `http://127.0.0.1:${port}`];
    const { code, stderr } = await projectDream(...words);
    other.close();
    expect(code).toBe(3);
    expect(stderr).toContain('Correct --url');
  });
});
