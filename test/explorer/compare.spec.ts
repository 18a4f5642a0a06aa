import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { exampleSeed } from '../support/seeds.js';
import { CHROMIUM, ExplorerBrowser, picture, seriousFindings, type Complaints } from './explorer-page.js';
import { THEMES, expectWithin } from './views.js';

const describeInBrowser = CHROMIUM ? describe : describe.skip;

describeInBrowser('two runs beside each other in the explorer', () => {
  let explorer: ExplorerBrowser;
  let page: Page;
  let complaints: Complaints;
  let source: string;
  let fork: string;

  beforeAll(async () => {
    explorer = await ExplorerBrowser.start();
    const { run_id } = await explorer.post('/simulate', { seed: await exampleSeed(), rounds: 5 });
    source = String(run_id);
    const interventions = [{ round: 3, kind: 'fact', text: 'The crate was opened at sea.' }];
    const body = { from_round: 3, changes: { interventions } };
    fork = String((await explorer.post(`/runs/${source}/fork`, body)).run_id);
    [page, complaints] = await explorer.open('/explorer/');
  }, 240_000);

  afterAll(() => explorer?.stop());

  it('are chosen in the list, one after the other', async () => {
    await page.getByRole('link', { name: 'Compare two runs' }).click();
    await page.getByText('Choose the first of two runs.').waitFor();
    await page.locator('.run-title').nth(1).click();
    await page.getByText('Choose the run to compare with').waitFor();
    expect(new URL(page.url()).searchParams.get('compare')).toBe(source);
    await page.goBack();
    await page.getByText('Choose the first of two runs.').waitFor();
    await page.goForward();
    await page.getByText('Choose the run to compare with').waitFor();
    await page.locator('.run-title').first().click();
    await page.waitForURL(`**/explorer/compare/${source}/${fork}`);
  });

  it('part where the intervention was, in both logs', async () => {
    await page.getByRole('heading', { name: 'Where they part' }).waitFor();
    await page.getByText(/^After \d+ equal rows, at a row of round 3 that tells of /).waitFor();
    await page.locator('.compared .differs', { hasText: 'interventions' }).waitFor();
    expect(await page.locator('.charts .chart canvas').count()).toBe(4);
    await page.getByRole('link', { name: /^Row \d+ in the log of B/ }).click();
    await page.locator('.log-detail pre', { hasText: 'The crate was opened at sea.' }).waitFor();
    await page.goBack();
    await page.getByRole('link', { name: /^Row \d+ in the log of A/ }).waitFor();
  });

  it('show what stayed, and, if wished, only what differs', async () => {
    await page.locator('.pair-same').first().scrollIntoViewIfNeeded();
    await page.getByLabel('Only what differs').check();
    await page.waitForURL(/comments=other$/);
    await page.locator('.pair-head', { hasText: 'Round 3' }).waitFor();
    expect(await page.locator('.pair-same').count()).toBe(0);
    await page.locator('.note-intervention', { hasText: 'The crate was opened at sea.' }).waitFor();
    await page.reload();
    await page.locator('.note-intervention', { hasText: 'The crate was opened at sea.' }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
  });

  it('are led to from the page of either run', async () => {
    await page.goto(`${explorer.url}/explorer/runs/${fork}`);
    await page.getByRole('link', { name: 'what differs' }).click();
    await page.waitForURL(`**/explorer/compare/${source}/${fork}`);
    await page.getByRole('link', { name: 'Swap sides' }).click();
    await page.waitForURL(`**/explorer/compare/${fork}/${source}`);
    await page.goto(`${explorer.url}/explorer/runs/${source}`);
    await page.getByRole('link', { name: 'Compare with …' }).click();
    await page.getByText('Choose the run to compare with').waitFor();
    expect(new URL(page.url()).searchParams.get('compare')).toBe(source);
  });

  it.each(THEMES)('fit a window of %d pixels, %s', async (width, colorScheme) => {
    const [window, theirs, context] = await explorer.open(`/explorer/compare/${source}/${fork}`, {
      viewport: { width, height: 900 },
      colorScheme,
    });
    await window.locator('.pair').first().waitFor();
    await window.waitForLoadState('networkidle');
    await picture(window, `compare-${width}-${colorScheme}`);
    await window.locator('#comments-heading').scrollIntoViewIfNeeded();
    await window.mouse.wheel(0, 700);
    await expectWithin(window);
    await picture(window, `compare-thread-${width}-${colorScheme}`);
    expect(await seriousFindings(window)).toEqual([]);
    expect(theirs).toEqual({ messages: [], failed: [], foreign: [] });
    await context.close();
  });

  it('say which of them is not there', async () => {
    expect(complaints).toEqual({ messages: [], failed: [], foreign: [] });
    await page.goto(`${explorer.url}/explorer/compare/${source}/run-nowhere`);
    await page.getByText('RUN_NOT_FOUND').waitFor();
  });
});
