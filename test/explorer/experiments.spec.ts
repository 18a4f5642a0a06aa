import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { CHROMIUM, ExplorerBrowser, picture, seriousFindings, type Complaints } from './explorer-page.js';
import { THEMES, expectWithin } from './views.js';

const describeInBrowser = CHROMIUM ? describe : describe.skip;

/** Long enough for 200 runs on a machine that has other work. */
const PLAYED_MS = 120_000;

describeInBrowser('experiments in the explorer', () => {
  let explorer: ExplorerBrowser;
  let page: Page;
  let complaints: Complaints;
  let first: string;

  beforeAll(async () => {
    explorer = await ExplorerBrowser.start();
    [page, complaints] = await explorer.open('/explorer/experiments');
  }, 240_000);

  afterAll(() => explorer?.stop());

  it('are started with a form that says at once what is wrong', async () => {
    await page.getByRole('heading', { name: 'There is no experiment yet' }).waitFor();
    await page.getByRole('link', { name: 'New experiment' }).click();
    const incident = page.getByLabel('The incident, as JSON');
    const example = await incident.inputValue();
    await incident.fill('{"title":');
    await page.getByText('This is no JSON object.').waitFor();
    expect(await page.getByRole('button', { name: /^Start/ }).isDisabled()).toBe(true);
    await incident.fill(example);
    await page.getByLabel('Rounds', { exact: true }).fill('1, 2');
    await page.getByLabel('How many').fill('10000');
    await page.getByText('These are 20000 runs; an experiment has at most 10,000.').waitFor();
    await page.getByLabel('How many').fill('100');
    expect(await seriousFindings(page)).toEqual([]);
  });

  it("show the service's own objections under the incident", async () => {
    const incident = page.getByLabel('The incident, as JSON');
    const example = await incident.inputValue();
    await incident.fill(example.replace('"seed_id": "', '"seed_id": "no spaces '));
    await page.getByRole('button', { name: 'Start 200 runs' }).click();
    await page.locator('.field-error', { hasText: 'seed_id' }).waitFor();
    expect(await incident.getAttribute('aria-invalid')).toBe('true');
    await incident.fill(example);
  });

  it(
    'are followed live to the end of all 200 runs',
    async () => {
      await page.getByRole('button', { name: 'Start 200 runs' }).click();
      await page.waitForURL(/\/experiments\/exp-/);
      first = new URL(page.url()).pathname;
      await page.locator('.live').getByText('live', { exact: true }).waitFor();
      await page.getByText('All of its 200 runs have ended').waitFor({ timeout: PLAYED_MS });
      expect(await page.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('200');
      expect(await page.locator('.live').count()).toBe(0);
    },
    PLAYED_MS + 20_000,
  );

  it('tell how often which ending came, with intervals, and the rounds as bands', async () => {
    await page.getByRole('heading', { name: 'The thread in the end' }).waitFor();
    expect(await page.locator('.shares').first().locator('.whisker').count()).toBeGreaterThanOrEqual(3);
    await page
      .locator('.share-words', { hasText: /\d+(\.\d)?% \(\d+(\.\d)?% – \d+(\.\d)?%\)/ })
      .first()
      .waitFor();
    await page.getByRole('link', { name: '2 rounds', exact: true }).click();
    await page.waitForURL(/group=2$/);
    await page.getByRole('heading', { name: '2 rounds' }).waitFor();
    await page.getByRole('heading', { name: 'Reports, round by round' }).waitFor();
    expect(await page.locator('.charts canvas').count()).toBe(2);
    await page.reload();
    await page.getByRole('heading', { name: '2 rounds' }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
  });

  it('lead to the runs that are worth reading, and to all of them', async () => {
    await page
      .getByRole('link', { name: /^Typical: / })
      .first()
      .click();
    await page.waitForURL(/\/runs\/run-.*\/thread/);
    await page.goBack();
    await page.getByRole('link', { name: 'Its runs' }).click();
    await page.getByText('200 that fit').waitFor();
    expect(new URL(page.url()).searchParams.get('experiment_id')).toBe(first.split('/').at(-1));
    await page.goBack();
  });

  it('are downloaded as CSV', async () => {
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download runs (CSV)' }).click();
    expect((await saved).suggestedFilename()).toMatch(/^exp-.*-runs\.csv$/);
  });

  it('are started again, cancelled, resumed, and compared with a baseline', async () => {
    await page.getByRole('link', { name: 'Start again …' }).click();
    await page.getByLabel('Name').fill('Anew');
    await page.getByLabel('How many').fill('60');
    await page.getByRole('button', { name: 'Start 120 runs' }).click();
    await page.getByRole('heading', { name: 'Anew' }).waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText(/^It was cancelled/).waitFor();
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByText(/^All of its 120 runs have ended/).waitFor({ timeout: 60_000 });
    await page.locator('.baseline-choice select').selectOption({ index: 1 });
    await page.waitForURL(/baseline=exp-/);
    await page.getByText('No figure has changed beyond what chance explains.').waitFor();
    expect(await page.locator('.verdict-same').count()).toBeGreaterThan(5);
    expect(await seriousFindings(page)).toEqual([]);
  }, 90_000);

  it.each(THEMES)('fit a window of %d pixels, %s', async (width, colorScheme) => {
    const [window, theirs, context] = await explorer.open('/explorer/experiments', {
      viewport: { width, height: 900 },
      colorScheme,
    });
    await window.locator('.experiment-row').nth(1).waitFor();
    await picture(window, `experiments-${width}-${colorScheme}`);
    await expectWithin(window);
    await window.goto(`${explorer.url}${first}?group=2`);
    await window.locator('.charts canvas').first().waitFor();
    await expectWithin(window);
    await picture(window, `experiment-${width}-${colorScheme}`);
    await window.locator('.charts').scrollIntoViewIfNeeded();
    await picture(window, `experiment-bands-${width}-${colorScheme}`);
    await window.goto(`${explorer.url}/explorer/experiments/start?from=${first.split('/').at(-1)}`);
    await window.getByLabel('How many').waitFor();
    await expectWithin(window);
    await picture(window, `experiment-form-${width}-${colorScheme}`);
    expect(theirs).toEqual({ messages: [], failed: [], foreign: [] });
    await context.close();
  });

  it('are deleted with their runs, after a question', async () => {
    await page.goto(explorer.url + first);
    await page.getByRole('button', { name: 'Delete …' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete this experiment?' });
    await dialog.getByText('is deleted with its 200 runs').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Delete all of it' }).click();
    await page.waitForURL(`${explorer.url}/explorer/experiments`, { timeout: 60_000 });
    await page.locator('.experiment-row').waitFor();
    expect(await page.locator('.experiment-row').count()).toBe(1);
    await page.goto(`${explorer.url}${first}`);
    await page.getByText('It may have been deleted.').waitFor();
  }, 90_000);

  it('have heard no complaint of the browser but the answers that refused something', () => {
    const refusals = complaints.messages.map((message) => /status of (\d+)/.exec(message)?.[1] ?? message);
    expect({ ...complaints, messages: refusals }).toEqual({
      messages: ['400', '404'],
      failed: [],
      foreign: [],
    });
  });
});
