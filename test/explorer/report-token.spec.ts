import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { exampleSeed } from '../support/seeds.js';
import { API_TOKENS, TOKENS } from '../support/tokens.js';
import { CHROMIUM, ExplorerBrowser, picture, seriousFindings, type Complaints } from './explorer-page.js';
import { expectWithin } from './views.js';

const describeInBrowser = CHROMIUM ? describe : describe.skip;

describeInBrowser('the explorer for a token that may read reports alone', () => {
  let explorer: ExplorerBrowser;
  let page: Page;
  let complaints: Complaints;
  let runId: string;
  let failed: string;

  beforeAll(async () => {
    explorer = await ExplorerBrowser.start({ API_TOKENS, FAULT_INJECTION: 'true' });
    const seed = await exampleSeed();
    runId = String((await explorer.post('/simulate', { seed, rounds: 4 }, TOKENS.run)).run_id);
    const faults = [{ stage_node: 'moderation', kind: 'error', attempts: 'all' }];
    const body = { pipeline: 'simulation', input: { seed, rounds: 4 }, max_stage_retries: 0, faults };
    failed = String((await explorer.post('/runs', body, TOKENS.run)).run_id);
    [page, complaints] = await explorer.open('/explorer/');
    await page.getByLabel('Token').fill(TOKENS.report);
    await page.getByRole('button', { name: 'Come in' }).click();
    await page.locator('.run-row').nth(1).waitFor();
    complaints.messages.length = 0; // the answer that asked for a token
  }, 240_000);

  afterAll(() => explorer?.stop());

  it('lists the runs, with nothing that leads nowhere', async () => {
    await page.locator('svg.spark').first().waitFor();
    expect(await page.locator('.top nav a').allInnerTexts()).toEqual(['Runs']);
    expect(await page.getByRole('link', { name: 'Compare two runs' }).count()).toBe(0);
    expect(await seriousFindings(page)).toEqual([]);
  });

  it('opens a run at its report, with the views and buttons that it may use', async () => {
    await page.locator('.run-title').nth(1).click();
    await page.waitForURL(`**/runs/${runId}/report`);
    await page.getByRole('heading', { name: 'Round by round' }).waitFor();
    expect(await page.locator('.tabs a').allInnerTexts()).toEqual(['Thread', 'Report']);
    expect(await page.locator('.run-actions .button-row > *:visible').count()).toBe(2);
    await page.locator('.menu summary').click();
    const files = await page.locator('.menu-list button').allInnerTexts();
    expect(files).toContain('Transcript (Markdown)');
    expect(files.filter((name) => name.startsWith('Log'))).toEqual([]);
    await page.locator('.menu summary').click();
    expect(await seriousFindings(page)).toEqual([]);
    await page.goBack();
    await page.waitForURL(`${explorer.url}/explorer/`);
    await page.goForward();
  });

  it('reads the thread, and goes there from a quotation', async () => {
    await page.locator('.said a').first().click();
    await page.waitForURL(/\/thread\?row=\d+$/);
    await page.locator('.thread-item.marked .post').waitFor();
    await picture(page, 'report-token-thread');
    await expectWithin(page);
    expect(await seriousFindings(page)).toEqual([]);
  });

  it('reads why a run has failed', async () => {
    await page.goto(`${explorer.url}/explorer/runs/${failed}`);
    await page.getByRole('heading', { name: 'Why it failed' }).waitFor();
    expect(await page.locator('.failure a').count()).toBe(0);
  });

  it.each(['runs/RUN/log', 'runs/RUN/charts', 'compare/RUN/RUN', 'experiments', 'world', 'start'])(
    'says at %s that the token does not permit it, without asking the service',
    async (path) => {
      const refused: string[] = [];
      page.on('response', (response) => response.status() === 403 && refused.push(response.url()));
      await page.goto(`${explorer.url}/explorer/${path.replaceAll('RUN', runId)}`);
      await page.getByRole('heading', { name: 'Your token does not permit this' }).waitFor();
      expect(refused).toEqual([]);
    },
  );

  it('has heard no complaint of the browser but for the report that is not there', () => {
    const { messages, ...others } = complaints;
    const unexpected = messages.filter((message) => !message.includes('404 (Not Found)'));
    expect({ ...others, messages: unexpected }).toEqual({ messages: [], failed: [], foreign: [] });
  });
});
