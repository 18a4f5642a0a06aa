import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { CHROMIUM, ExplorerBrowser, picture, seriousFindings, type Complaints } from './explorer-page.js';

const describeInBrowser = CHROMIUM ? describe : describe.skip;

describeInBrowser('somebody with a new service and the explorer', () => {
  let explorer: ExplorerBrowser;
  let page: Page;
  let complaints: Complaints;
  let firstRun: string;

  beforeAll(async () => {
    explorer = await ExplorerBrowser.start({ FAULT_INJECTION: 'true', RUN_LEASE_MS: '1000' });
    [page, complaints] = await explorer.open('/');
  }, 240_000);

  afterAll(() => explorer?.stop());

  it('is led to an empty list, and to the form', async () => {
    expect(page.url()).toBe(`${explorer.url}/explorer/`);
    await page.getByRole('heading', { name: 'Nothing has been played yet' }).waitFor();
    await page.getByRole('link', { name: 'Start the first run' }).click();
    await page.getByRole('heading', { name: 'New run' }).waitFor();
  });

  it('is told what is missing as soon as a field is left, and nothing is sent', async () => {
    await page.getByLabel('Title', { exact: true }).focus();
    await page.getByLabel('What happened').focus();
    await page.getByText('Say what the incident is called.').waitFor();
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByText('2 fields are not right yet.').waitFor();
    expect(await page.getByLabel('Title', { exact: true }).getAttribute('aria-invalid')).toBe('true');
  });

  it('moves five sliders that always sum to 100', async () => {
    const sliders = page.locator('.dial input');
    await sliders.nth(4).fill('60');
    const values = await sliders.evaluateAll((inputs) =>
      inputs.map((input) => Number((input as unknown as { value: string }).value)),
    );
    expect(values[4]).toBe(60);
    expect(values.reduce((sum, value) => sum + value, 0)).toBe(100);
  });

  it("finds the service's own objections under the fields", async () => {
    await page.getByRole('button', { name: 'Fill in an example' }).click();
    await page.getByText('More about the incident').click();
    await page.getByLabel('Forbidden terms').fill('lighthouse');
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByText('SIM_CANON_GATE_FAILED').waitFor();
    expect(await page.getByLabel('Title', { exact: true }).getAttribute('aria-invalid')).toBe('true');
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByLabel('Forbidden terms').fill('');
  });

  it('starts a run, sees it live, and sees its end', async () => {
    await page.getByRole('button', { name: 'Add a fault' }).click();
    await page.locator('.intervention select').first().selectOption('moderation');
    await page.locator('.intervention select').nth(1).selectOption('delay');
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByRole('heading', { name: /^The lighthouse keeper/ }).waitFor();
    await page.locator('.live').getByText('live', { exact: true }).waitFor();
    await picture(page, 'live');
    await page.locator('.run-above').getByText('succeeded').waitFor();
    await page.getByText(/This run ended after \d+ rounds, when .*: the thread is /).waitFor();
    expect(await page.locator('.live').count()).toBe(0);
    firstRun = new URL(page.url()).pathname;
  });

  it('reads the thread, goes back to its first round, and finds that in the address', async () => {
    await page.getByRole('link', { name: 'Thread', exact: true }).click();
    await page.locator('.post').nth(2).waitFor();
    await page.locator('.replay input').fill('1');
    await page.waitForURL(/round=1$/);
    await page.getByText('Round 1 of').waitFor();
    await page.reload();
    await page.getByText('Round 1 of').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.goBack();
    expect(new URL(page.url()).pathname).toBe(firstRun);
  });

  it.each([
    ['Charts', 'Reports so far'],
    ['Report', 'Round by round'],
  ])('reads the %s', async (tab, heading) => {
    await page.getByRole('link', { name: tab, exact: true }).click();
    await page.getByRole('heading', { name: heading }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
  });

  it('searches the log, opens a row, and shares its address', async () => {
    await page.getByRole('link', { name: 'Log', exact: true }).click();
    await page.getByLabel('Text', { exact: true }).fill('LIGHTHOUSE');
    await page.waitForURL(/text=LIGHTHOUSE/);
    await page.locator('.log-row', { hasText: 'context' }).getByRole('button').click();
    await page.waitForURL(/row=1/);
    await page.locator('.log-detail pre', { hasText: '"type": "context"' }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    const [shared, theirs, context] = await explorer.open(page.url().slice(explorer.url.length));
    await shared.locator('.log-detail pre', { hasText: '"type": "context"' }).waitFor();
    expect(theirs).toEqual({ messages: [], failed: [], foreign: [] });
    await context.close();
    await page.goBack();
    await page.waitForURL((url) => !url.searchParams.has('row'));
  });

  it('finds the run in the list, by its title and by keys, and the filter in the address', async () => {
    await page.getByRole('link', { name: 'Runs', exact: true }).click();
    await page.getByLabel('Title', { exact: true }).fill('LightHouse');
    await page.waitForURL(/title=LightHouse/);
    await page.getByRole('link', { name: /^The lighthouse keeper/ }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByLabel('Title', { exact: true }).blur();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**${firstRun}`);
    await page.goBack();
    await page.waitForURL(/title=LightHouse/);
    await page.getByLabel('Title', { exact: true }).fill('nowhere');
    await page.getByRole('heading', { name: 'No run fits these filters' }).waitFor();
  });

  it('has heard no complaint of the browser but the answer that refused the form', () => {
    const refused =
      'Failed to load resource: the server responded with a status of 422 (Unprocessable Entity)';
    expect(complaints).toEqual({ messages: [refused], failed: [], foreign: [] });
  });

  it('is told when what it sees is not live, and sees the end when the service is back', async () => {
    await startSlowRun();
    await explorer.kill();
    await page.getByText('not live: the connection is lost').waitFor();
    await picture(page, 'not-live');
    await explorer.revive();
    await page.locator('.run-above').getByText('succeeded').waitFor();
    await page.getByRole('link', { name: /^end condition, attempt 1: interrupted/ }).waitFor();
    expect(await page.locator('.live').count()).toBe(0);
  }, 60_000);

  it('cancels a run', async () => {
    await startSlowRun();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.locator('.run-above').getByText('cancelled').waitFor();
    await page.getByRole('button', { name: 'Resume' }).waitFor();
    expect(await page.getByRole('button', { name: 'Cancel' }).count()).toBe(0);
  });

  /** Starts a run that waits for a minute before its end, and looks at it. */
  async function startSlowRun(): Promise<void> {
    await page.goto(`${explorer.url}/explorer/start?from=${firstRun.split('/').at(-1)}`);
    await page.getByRole('button', { name: 'Add a fault' }).click();
    await page.locator('.intervention select').first().selectOption('end_condition');
    await page.locator('.intervention select').nth(1).selectOption('delay');
    await page.getByLabel('Delay (ms)').fill('60000');
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByText('is being played: end condition').waitFor();
    await page.locator('.live').getByText('live', { exact: true }).waitFor();
  }
});
