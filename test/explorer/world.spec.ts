import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { exampleSeed } from '../support/seeds.js';
import { API_TOKENS, TOKENS } from '../support/tokens.js';
import { CHROMIUM, ExplorerBrowser, picture, seriousFindings, type Complaints } from './explorer-page.js';
import { THEMES, expectWithin } from './views.js';

const describeInBrowser = CHROMIUM ? describe : describe.skip;
const SHIPPED = fileURLToPath(new URL('../../src/simulation/data', import.meta.url));

describeInBrowser('the world in the explorer', () => {
  let explorer: ExplorerBrowser;
  let page: Page;
  let complaints: Complaints;

  beforeAll(async () => {
    explorer = await ExplorerBrowser.start({ PACK_FOLDERS: `winter=${SHIPPED}` });
    [page, complaints] = await explorer.open('/explorer/world');
  }, 240_000);

  afterAll(() => explorer?.stop());

  it('has its boards, with communities and people', async () => {
    await page.getByRole('heading', { name: 'Tideboard' }).waitFor();
    expect(await page.locator('.board').count()).toBe(6);
    expect(await page.locator('.person').count()).toBe(36);
    expect(await seriousFindings(page)).toEqual([]);
  });

  it('leads from a person to their community, and on to its board', async () => {
    await page.getByRole('link', { name: 'Bram Tolliver' }).click();
    await page.waitForURL(/\/world\/persona\/P01$/);
    await page.getByRole('heading', { name: 'Bram Tolliver' }).waitFor();
    await page.getByRole('link', { name: 'COM-01' }).click();
    await page.getByRole('heading', { name: 'Pier Nine Night Shift' }).waitFor();
    await page.locator('.person', { hasText: 'Bram Tolliver' }).waitFor();
    await page.getByRole('link', { name: 'B01' }).click();
    await page.getByRole('heading', { name: 'Tideboard' }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'Pier Nine Night Shift' }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
  });

  it('has its rules, which are searched in the address', async () => {
    await page.getByRole('link', { name: 'Rules', exact: true }).click();
    await page.getByText('Private Doors').waitFor();
    await page.getByLabel('Search').fill('clean mouths');
    await page.waitForURL(/text=clean/);
    await page.reload();
    await page.getByText('Clean Mouths').waitFor();
    expect(await page.locator('.items li').count()).toBe(1);
    expect(await seriousFindings(page)).toEqual([]);
  });

  it('has its relations as a graph, and in lists that keys reach', async () => {
    await page.getByRole('link', { name: 'Relations', exact: true }).click();
    await page.locator('.graph .node').nth(19).waitFor();
    expect(await page.locator('.graph .edge').count()).toBe(17);
    const entities = page.locator('.relation-entities');
    await entities.getByRole('link', { name: 'Halcyon Mutual' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/entity=EN-02$/);
    await page.getByRole('heading', { name: 'Halcyon Mutual' }).waitFor();
    await page.locator('.relation-list', { hasText: 'hostile to' }).waitFor();
    expect(await page.locator('.graph .node.chosen').count()).toBe(1);
    expect(await seriousFindings(page)).toEqual([]);
    await page.locator('.graph .node.chosen .node-target').click();
    await page.waitForURL(/\/world\/relations$/);
  });

  it('is another one of those that the service knows, and its address says so', async () => {
    await page.getByLabel('Packs').selectOption('winter');
    await page.waitForURL(/\/world\?packs=winter$/);
    await page.getByRole('link', { name: 'Personas', exact: true }).click();
    await page.waitForURL(/\/world\/persona\?packs=winter$/);
    await page.getByRole('link', { name: 'Bram Tolliver' }).click();
    await page.waitForURL(/\/world\/persona\/P01\?packs=winter$/);
    await page.reload();
    await page.getByRole('heading', { name: 'Bram Tolliver' }).waitFor();
    expect(await page.getByLabel('Packs').inputValue()).toBe('winter');
  });

  it.each(THEMES)('fits a window of %d pixels, %s', async (width, colorScheme) => {
    const [window, theirs, context] = await explorer.open('/explorer/world', {
      viewport: { width, height: 900 },
      colorScheme,
    });
    const views = [
      ['', '.person'],
      ['/relations?entity=EN-02', '.graph .node.chosen'],
      ['/relations', '.graph .node'],
      ['/rule', '.items li'],
      ['/thread_template/T1', '.item-members'],
    ] as const;
    for (const [path, part] of views) {
      await window.goto(`${explorer.url}/explorer/world${path}`);
      await window.locator(part).first().waitFor();
      await expectWithin(window);
      await picture(window, `world${path.replaceAll(/\W+/g, '-')}-${width}-${colorScheme}`);
    }
    expect(theirs).toEqual({ messages: [], failed: [], foreign: [] });
    await context.close();
  });

  it('has been heard of without complaint, until packs or an item are not there', async () => {
    expect(complaints).toEqual({ messages: [], failed: [], foreign: [] });
    await page.goto(`${explorer.url}/explorer/world?packs=summer`);
    await page.getByText('SIM_UNKNOWN_PACKS').waitFor();
    await page.goto(`${explorer.url}/explorer/world/board/B99`);
    await page.getByText('PACK_ITEM_NOT_FOUND').waitFor();
  });
});

describeInBrowser('a token that may read alone', () => {
  let explorer: ExplorerBrowser;
  let experiment: string;
  beforeAll(async () => {
    explorer = await ExplorerBrowser.start({ API_TOKENS });
    const input = { seed: await exampleSeed(), rounds: 1 };
    const { experiment_id } = await explorer.post(
      '/experiments',
      { input, vary: { random_seeds: 2 } },
      TOKENS.run,
    );
    experiment = String(experiment_id);
  }, 240_000);
  afterAll(() => explorer?.stop());

  it.each([
    ['read', []],
    ['run', ['Start again …']],
    ['admin', ['Start again …', 'Delete …']],
  ] as const)('has for the scope %s the ways %j to change an experiment', async (scope, ways) => {
    const [page, , context] = await explorer.open('/explorer/world');
    await page.getByLabel('Token').fill(TOKENS[scope]);
    await page.getByRole('button', { name: 'Come in' }).click();
    await page.locator('.board').first().waitFor();
    await page.goto(`${explorer.url}/explorer/experiments/${experiment}`);
    await page.getByText('All of its 2 runs have ended').waitFor();
    const shown = await page.locator('.run-actions .button-row > *').allInnerTexts();
    const harmless = ['Its runs', 'Download runs (CSV)', 'Copy as curl'];
    expect(shown.filter((label) => !harmless.includes(label))).toEqual(ways);
    await page.goto(`${explorer.url}/explorer/experiments`);
    await page.locator('.experiment-row').waitFor();
    expect(await page.getByRole('link', { name: 'New experiment' }).count()).toBe(scope === 'read' ? 0 : 1);
    await page.goto(`${explorer.url}/explorer/experiments/start`);
    await page.getByText(scope === 'read' ? 'Your token does not permit this' : 'Start 200 runs').waitFor();
    await context.close();
  });
});
