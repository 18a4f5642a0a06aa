import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AttemptTracing } from '../../docs/examples/extending/attempt-tracing.js';
import { MirroredRunRepository } from '../../docs/examples/extending/mirrored-run.repository.js';
import { FileRowSink } from '../../docs/examples/extending/row-sink.js';
import { TeamModule } from '../../docs/examples/extending/team.module.js';
import {
  ATTEMPT_INTERCEPTOR,
  RUN_REPOSITORY_CONFORMANCE,
  openRunRepository,
  type RunRepository,
} from '../../src/index.js';
import {
  startOutsideServices,
  type OutsideAnswer,
  type OutsideRequest,
  type OutsideServices,
} from '../support/outside-services.js';
import { expectSoundLog, rowsOf, type AnsweredRow, type AnsweredRunlog } from '../support/run-logs.js';
import { startApp, type RunningApp } from '../support/running-app.js';
import { exampleSeed } from '../support/seeds.js';
import { runOnce } from '../support/waiting.js';

const LINK = 'https://example.com/proof';
const REFUSED = 'Your last text was refused: The comment has a link.';

/** A comment as different from others as its seed, so that the similarity gate has nothing to say. */
const commentOf = (seed: unknown, rest = ''): OutsideAnswer => {
  const words = Array.from({ length: 6 }, (_, index) => (Number(seed) * (index + 7)).toString(36));
  const claim = `Look at ${words.join(' ')}.`;
  return { body: JSON.stringify({ text: `${claim}${rest}`, claim }) };
};

/** The rows of a stage node's attempts. */
const attemptsOf = (log: AnsweredRunlog, node: string) =>
  rowsOf(log, 'stage_checkpoint').filter((row) => row['node_id'] === node);

/** A world outside in which everything works. */
function calmWorld({ path, body }: OutsideRequest): OutsideAnswer {
  return path === '/model' ? commentOf(body['seed']) : { body: '{"verdict":"open"}' };
}

describe("a team's extensions", () => {
  let answer: (request: OutsideRequest) => OutsideAnswer;
  let outside: OutsideServices;
  let service: RunningApp;
  let mirror: string;

  beforeEach(async () => {
    answer = calmWorld;
    outside = await startOutsideServices((request) => answer(request));
    mirror = await mkdtemp(join(tmpdir(), 'mirror-'));
    const env = {
      MODEL_URL: `${outside.url}/model`,
      FACT_CHECKER_URL: `${outside.url}/facts`,
      MIRROR_DIR: mirror,
    };
    service = await startApp(env, TeamModule, { own: /^POST \/runs 422$|^GET \/errors/ });
  });

  afterEach(async () => {
    await service.stop();
    await outside.stop();
    await rm(mirror, { recursive: true, force: true });
  });

  /** Answers the nth question of the fact checker, and all that follow unless there is a last one, differently. */
  function troubleWithFacts(trouble: OutsideAnswer, first: number, last = Infinity): void {
    let asked = 0;
    answer = (request) => {
      if (request.path === '/facts') asked += 1;
      const inTrouble = request.path === '/facts' && asked >= first && asked <= last;
      return inTrouble ? trouble : calmWorld(request);
    };
  }

  async function logOf(runId: string): Promise<AnsweredRunlog> {
    const { body: log } = await service.get(`/runs/${runId}/runlog`).expect(200);
    expectSoundLog(log);
    return log as AnsweredRunlog;
  }

  async function simulate(options: object = {}): Promise<AnsweredRunlog> {
    const body = { seed: await exampleSeed(), ...options };
    const { body: run } = await service.post('/simulate', body).expect(200);
    return logOf(run.run_id);
  }

  async function failToSimulate(options: object = {}): Promise<Record<string, unknown>> {
    const body = { seed: await exampleSeed(), ...options };
    return (await service.post('/simulate', body).expect(500)).body;
  }

  const questions = () => outside.requests.filter(({ path }) => path === '/facts');

  it('has the stage nodes in the pipeline, and what they leave in the log', async () => {
    const log = await simulate();
    const { body: stages } = await service.get('/stages').expect(200);
    expect(
      stages.pipelines
        .find(({ id }: { id: string }) => id === 'simulation')
        .stages.map(({ id }: { id: string }) => id),
    ).toEqual([
      'thread_candidate',
      'round_loop',
      'fact_check',
      'moderation',
      'end_condition',
      'thread_digest',
    ]);
    const comments = rowsOf(log, 'round').filter((row) => row['withheld'] !== true);
    const speakers = new Set(comments.map((row) => row['persona_id'])).size;
    const expected = expect.objectContaining({ comments: comments.length, speakers });
    expect(rowsOf(log, 'thread_digest')).toEqual([expected]);
    expect(comments.length).toBeGreaterThan(speakers);
  });

  it('waits as long as an error asks for, and goes on from the last checkpoint', async () => {
    troubleWithFacts({ status: 429, headers: { 'retry-after': '1' } }, 4, 4);
    const log = await simulate();
    const [failed, succeeded] = attemptsOf(log, 'fact_check') as [AnsweredRow, AnsweredRow];
    expect(failed).toMatchObject({ outcome: 'retry', attempt: 1, error: 'The fact checker is busy.' });
    expect(succeeded).toMatchObject({ outcome: 'success', attempt: 2 });
    const waited = Date.parse(String(succeeded['started_at'])) - Date.parse(String(failed['ended_at']));
    expect(waited).toBeGreaterThanOrEqual(1_000);
    const rounds = rowsOf(log, 'round');
    expect(rowsOf(log, 'fact_check').map((row) => row['about_seq'])).toEqual(rounds.map(({ seq }) => seq));
    expect(questions()).toHaveLength(rounds.length + 1); // the fourth was asked twice
    const attempts = questions().map(({ headers }) => String(headers['x-attempt']).split('/').at(-1));
    expect(attempts).toEqual(['1', '1', '1', '1', ...Array<string>(rounds.length - 3).fill('2')]);
  });

  it('goes on from the last checkpoint when the run is resumed', async () => {
    troubleWithFacts({ status: 401 }, 3, 3);
    const { run_id } = await failToSimulate();
    await service.post(`/runs/${String(run_id)}/resume`, undefined).expect(202);
    await runOnce(service, String(run_id), 'succeeded');
    const log = await logOf(String(run_id));
    const rounds = rowsOf(log, 'round');
    expect(rowsOf(log, 'fact_check').map((row) => row['about_seq'])).toEqual(rounds.map(({ seq }) => seq));
    expect(questions()).toHaveLength(rounds.length + 1);
  });

  it.each([
    ['an error that says so', { status: 401 }, { error_code: 'ORCH_STAGE_NON_RETRYABLE' }],
    ['a class that the policy names', { body: '<html>' }, { error_class: 'SyntaxError' }],
  ])('does not try again after %s', async (_, trouble, expected) => {
    troubleWithFacts(trouble, 3);
    const error = await failToSimulate();
    expect(error).toMatchObject({
      stage_node: 'fact_check',
      attempts: 1,
      max_attempts: 5,
      retry_state: 'non_retryable_failure',
      attempt_errors: [expected],
    });
    const log = await logOf(String(error['run_id']));
    expect(rowsOf(log, 'fact_check')).toHaveLength(2); // what was checkpointed stays
  });

  it('lets a request say how often stages are tried again, and tells no text of foreign errors', async () => {
    troubleWithFacts({ status: 500 }, 1);
    const error = await failToSimulate({ max_stage_retries: 1 });
    expect(error).toMatchObject({ attempts: 2, max_attempts: 2, retry_state: 'maximum_attempts_reached' });
    expect(error['message']).toBe(`Stage node 'fact_check' failed after 2 attempt(s): Error`);
  });

  it('has its generator write each comment', async () => {
    const log = await simulate();
    const rounds = rowsOf(log, 'round');
    expect(rounds.every((row) => /^Look at .*\.$/.test(String(row['text'])))).toBe(true);
    const again = await simulate();
    expect(rowsOf(again, 'round').map((row) => row['text'])).toEqual(rounds.map((row) => row['text']));
  });

  it('asks a generator that failed twice more, then leaves the persona out of the round', async () => {
    let silent: unknown;
    answer = (request) => {
      const [prompt] = String(request.body['prompt']).split('.');
      if (request.path === '/model') silent ??= prompt;
      return request.path === '/model' && prompt === silent ? { status: 503 } : calmWorld(request);
    };
    const log = await simulate({ rounds: 1 });
    const [first, ...others] = rowsOf(log, 'round') as [AnsweredRow, ...AnsweredRow[]];
    expect(first).toMatchObject({ withheld: true, text: '', intent: null });
    expect(others.every((row) => row['withheld'] === false)).toBe(true);
    const gates = rowsOf(log, 'gate').filter((row) => row['persona_id'] === first['persona_id']);
    expect(gates).toHaveLength(3);
    expect(gates[0]).toMatchObject({ gates: [{ gate_name: 'generation', passed: false, reason: 'Error' }] });
  });

  it('fails the attempt of the round loop when no persona could be given a text', async () => {
    answer = (request) => (request.path === '/model' ? { status: 503 } : calmWorld(request));
    const error = await failToSimulate({ max_stage_retries: 0 });
    expect(error).toMatchObject({
      stage_node: 'round_loop',
      attempt_errors: [{ error_code: 'SIM_GENERATION_FAILED' }],
    });
  });

  it('tells the generator what its gate objects to', async () => {
    answer = (request) => {
      const { prompt, seed } = request.body;
      if (request.path !== '/model') return calmWorld(request);
      return commentOf(seed, String(prompt).includes(REFUSED) ? '' : ` See ${LINK}`);
    };
    const log = await simulate();
    expect(rowsOf(log, 'round').some((row) => /:\/\/|█/.test(String(row['text'])))).toBe(false);
    const verdicts = rowsOf(log, 'gate').flatMap((row) => row['gates'] as Record<string, unknown>[]);
    const objection = verdicts.find(({ gate_name, passed }) => gate_name === 'no_links' && passed === false);
    expect(objection).toMatchObject({ passed: false, violations: [{ rule_id: 'TEAM-01', code: 'LINK' }] });
    expect(JSON.stringify(verdicts)).not.toContain(LINK);
  });

  it('blacks out what its gate has found when the third text still has it', async () => {
    answer = (request) => {
      const { seed } = request.body;
      return request.path === '/model' ? commentOf(seed, ` See ${LINK}`) : calmWorld(request);
    };
    const log = await simulate({ rounds: 1 });
    const texts = rowsOf(log, 'round').map((row) => String(row['text']));
    expect(texts.every((text) => text.endsWith(` See ${'█'.repeat(LINK.length)}`))).toBe(true);
    expect(rowsOf(log, 'round').some((row) => row['withheld'] === true)).toBe(false);
  });

  it('runs a pipeline of the team, and refuses what its check refuses', async () => {
    const input = { text: 'so many words' };
    const { body: run } = await service.post('/runs', { pipeline: 'word_count', input }).expect(202);
    await runOnce(service, run.run_id, 'succeeded');
    const log = await logOf(run.run_id);
    expect(rowsOf(log, 'word_count')).toEqual([expect.objectContaining({ words: 3 })]);
    const wrong = { pipeline: 'word_count', input: { text: 3 } };
    const { body: error } = await service.post('/runs', wrong).expect(400);
    expect(error.errors).toEqual([{ pointer: '/input/text', message: 'text must be a string' }]);
  });

  it('refuses with an error code of the team, which the catalogue has', async () => {
    const { body: error } = await service
      .post('/runs', { pipeline: 'word_count', input: { text: '  ' } })
      .expect(422);
    expect(error).toMatchObject({ error: 'no_words', error_code: 'WORD_COUNT_NO_WORDS', characters: 2 });
    const { body: entry } = await service.get(error.doc_url).expect(200);
    expect(entry).toMatchObject({ error_code: 'WORD_COUNT_NO_WORDS', status: 422 });
  });

  it('stands around each attempt', async () => {
    troubleWithFacts({ status: 500 }, 1, 1);
    const log = await simulate();
    const { totals } = service.app.get<AttemptTracing>(ATTEMPT_INTERCEPTOR);
    const counts = Object.fromEntries([...totals].map(([key, { attempts }]) => [key, attempts]));
    expect(counts).toEqual({
      'thread_candidate/success': 1,
      'round_loop/success': 1,
      'fact_check/failed': 1,
      'fact_check/success': 1,
      'moderation/success': 1,
      'end_condition/success': 1,
      'thread_digest/success': 1,
    });
    expect(questions()[0]?.headers['x-attempt']).toBe(`${log.run_id}/fact_check/1`);
  });

  it('ships every durable row, and what could not be shipped with the next commit', async () => {
    await rm(mirror, { recursive: true });
    answer = (request) => {
      if (request.path === '/facts') void mkdir(mirror, { recursive: true });
      return calmWorld(request);
    };
    const log = await simulate();
    await service.app.close(); // waits for what is being shipped
    const lines = (await readFile(join(mirror, `${log.run_id}.jsonl`), 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual(log.rows);
  });
});

describe.each(['sqlite', 'file', 'memory'] as const)('the mirrored repository before %s', (adapter) => {
  let folder: string;
  let repository: RunRepository;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dream-'));
    const inner = await openRunRepository({ kind: adapter, dataDir: folder });
    repository = new MirroredRunRepository(inner, new FileRowSink(folder));
  });

  afterEach(async () => {
    await repository.close();
    await rm(folder, { recursive: true });
  });

  // The cases assert with node:assert.
  // oxlint-disable-next-line jest/expect-expect
  it.each(RUN_REPOSITORY_CONFORMANCE.map((known) => [known.name, known] as const))('%s', async (_, known) => {
    await known.run(repository);
  });
});
