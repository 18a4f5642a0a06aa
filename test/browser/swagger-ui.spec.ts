import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chromium, type Browser } from 'playwright-core';
import { nestBuild } from '../support/nest-build.js';
import { ServiceProcess, killServices } from '../support/service-process.js';
import { API_TOKENS, TOKENS } from '../support/tokens.js';
import { findChromium } from './chromium.js';
import { SCREENSHOTS, SwaggerPage, type ShownAnswer } from './swagger-page.js';

const CHROMIUM = findChromium();
/** What Chromium says of each answer with an error's status. */
const ANSWERED = /^Failed to load resource: the server responded with a status of (\d{3})/;

if (CHROMIUM) process.stderr.write(`Pictures of Swagger UI are in ${SCREENSHOTS}\n`);
else process.stderr.write('SKIPPED: there is no Chromium to look at Swagger UI with (set CHROMIUM_PATH).\n');

const describeInBrowser = CHROMIUM ? describe : describe.skip;

describeInBrowser('somebody who has Swagger UI alone', () => {
  let service: ServiceProcess;
  let browser: Browser;
  let page: SwaggerPage;
  let dataDir: string;
  let failedRun: string;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'dream-browser-'));
    service = await ServiceProcess.start({
      dataDir,
      program: join(await nestBuild(), 'main.js'),
      env: { FAULT_INJECTION: 'true', API_TOKENS },
    });
    browser = await chromium.launch({ executablePath: CHROMIUM ?? '' });
    page = new SwaggerPage(await browser.newPage({ viewport: { width: 1280, height: 1_200 } }));
    await page.open(await service.listening);
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await killServices();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('is told at the top how to begin', async () => {
    await page.picture('docs');
    expect(await page.introduction()).toContain('POST /simulate');
    expect((await page.groups())[0]).toBe('simulation');
  });

  it('is refused without a token', async () => {
    const { status, body } = await execute('plain', 'without-token');
    expect([status, body['error_code']]).toEqual(['401', 'AUTH_UNAUTHORIZED']);
  });

  it('starts a run with a token', async () => {
    await page.authorize(TOKENS.run);
    const { status, body } = await execute('plain', 'plain-run');
    expect(status).toBe('200');
    expect(body).toMatchObject({ run_id: expect.stringMatching(/^run-/), status: 'succeeded' });
  });

  it('sees a stage being tried again', async () => {
    const { status, body } = await execute('retry', 'run-with-a-retry');
    expect(status).toBe('200');
    expect(body).toMatchObject({ stage_retry_count: 1, summary: { stage: { retry_count: 1 } } });
  });

  it('sees why a run failed', async () => {
    const { status, body } = await execute('failure', 'run-that-fails');
    expect(status).toBe('500');
    expect(body).toMatchObject({
      error_code: 'ORCH_STAGE_FAILED',
      stage_node: 'moderation',
      attempt_errors: [{ attempt: 1 }, { attempt: 2 }],
    });
    failedRun = body['run_id'] as string;
  });

  it('reads the log of that run', async () => {
    const runlog = await page.route('GET', '/runs/{run_id}/runlog');
    await runlog.fill('run_id', failedRun);
    const { status, body } = await runlog.execute('runlog');
    expect(status).toBe('200');
    expect(body['run_id']).toBe(failedRun);
    expect(body['rows']).toContainEqual(
      expect.objectContaining({ type: 'stage_checkpoint', node_id: 'moderation', outcome: 'failed' }),
    );
  });

  it('resumes it to success', async () => {
    const resume = await page.route('POST', '/runs/{run_id}/resume');
    await resume.fill('run_id', failedRun);
    const { status, body } = await resume.execute('resume');
    expect([status, body['run_id']]).toEqual(['202', failedRun]);
    const run = await page.route('GET', '/runs/{run_id}');
    await run.fill('run_id', failedRun);
    expect(
      await run.executeUntil('resumed-run', ({ status }) => status !== 'queued' && status !== 'running'),
    ).toMatchObject({
      status: 'succeeded',
      error: null,
    });
  });

  it('finds nothing in the console but the answers that were errors', () => {
    const statuses = page.faults.map((fault) => ANSWERED.exec(fault)?.[1] ?? fault);
    expect(statuses).toEqual(['401', '500']);
  });

  /** Sends one of the examples of POST /simulate. */
  async function execute(example: string, pictureName: string): Promise<ShownAnswer> {
    const simulate = await page.route('POST', '/simulate');
    await simulate.choose(example);
    return simulate.execute(pictureName);
  }
});
