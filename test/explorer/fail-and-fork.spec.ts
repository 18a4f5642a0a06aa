import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { exampleSeed } from '../support/seeds.js';
import { CHROMIUM, ExplorerBrowser, picture, seriousFindings, type Complaints } from './explorer-page.js';

const describeInBrowser = CHROMIUM ? describe : describe.skip;

interface StartedRun {
  readonly run_id: string;
}

describeInBrowser('somebody whose run has failed', () => {
  let explorer: ExplorerBrowser;
  let page: Page;
  let complaints: Complaints;
  let failed: string;

  beforeAll(async () => {
    explorer = await ExplorerBrowser.start({ FAULT_INJECTION: 'true' });
    const faults = [{ stage_node: 'moderation', kind: 'error', attempts: 2 }];
    const input = { seed: await exampleSeed(), rounds: 4 };
    const { body } = await explorer.service.post<StartedRun>('/runs', {
      pipeline: 'simulation',
      input,
      max_stage_retries: 1,
      faults,
    });
    failed = body.run_id;
    [page, complaints] = await explorer.open(`/explorer/runs/${failed}`);
  }, 240_000);

  afterAll(() => explorer?.stop());

  it('reads why, with every attempt and what to do next', async () => {
    await page.getByRole('heading', { name: 'Why it failed' }).waitFor();
    const failure = page.locator('.failure');
    expect(await failure.locator('tbody tr').count()).toBe(2);
    expect(await failure.innerText()).toMatch(/it had no attempts left[\s\S]*Resume it: the run goes on/);
    await picture(page, 'failed');
    expect(await seriousFindings(page)).toEqual([]);
  });

  it('sees the attempts on the timeline, each opening its rows', async () => {
    const attempt = page.getByRole('link', { name: /^moderation, attempt 2: failed/ });
    await attempt.focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/stage=moderation&attempt=2$/);
    await page.locator('.log-row', { hasText: 'stage_checkpoint' }).waitFor();
    expect(await page.locator('.log-row').count()).toBeLessThan(20);
    await page.goBack();
    await page.locator('.timeline-drawing').waitFor();
  });

  it('resumes it to success', async () => {
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.locator('.run-above').getByText('succeeded').waitFor();
    await page.getByRole('link', { name: /^moderation, attempt 3: success/ }).waitFor();
    await page.getByRole('link', { name: /^resume: failed → / }).waitFor();
    expect(await page.locator('.failure').count()).toBe(0);
  });

  it('forks it from a round with an intervention', async () => {
    await page.getByRole('button', { name: 'Fork …' }).click();
    const dialog = page.getByRole('dialog', { name: 'Fork this run' });
    await dialog.getByRole('slider').fill('3');
    await dialog.getByRole('button', { name: 'Add an intervention' }).click();
    await dialog.getByLabel('The fact').fill('The crate was opened at sea.');
    expect(await seriousFindings(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Fork', exact: true }).click();
    await page.getByText(/It is a fork of/).waitFor();
    await page.locator('.run-above').getByText('succeeded').waitFor();
    await page.getByRole('link', { name: 'Thread', exact: true }).click();
    const intervention = page.locator('.note-intervention');
    await page.locator('.replay input').fill('3');
    for (let step = 0; (await intervention.count()) === 0 && step < 40; step++)
      await page.mouse.wheel(0, 500);
    await intervention.getByText('The crate was opened at sea.').waitFor();
  });

  it('deletes the fork, after a question', async () => {
    const { pathname } = new URL(page.url());
    await page.getByRole('button', { name: 'Delete …' }).click();
    await page
      .getByRole('dialog', { name: 'Delete this run?' })
      .getByRole('button', { name: 'Delete it' })
      .click();
    await page.waitForURL(`${explorer.url}/explorer/`);
    await page.locator('.run-row').first().waitFor();
    expect(await page.locator('.run-row').count()).toBe(1);
    await page.goto(explorer.url + pathname);
    await page.getByText('It may have been deleted.').waitFor();
  });

  it('has heard no complaint of the browser but the answer for the run that is no more', () => {
    const gone = 'Failed to load resource: the server responded with a status of 404 (Not Found)';
    const { messages, ...others } = complaints;
    expect(messages.filter((message) => message !== gone)).toEqual([]);
    expect(others).toEqual({ failed: [], foreign: [] });
  });
});
