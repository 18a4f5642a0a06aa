import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { KOREAN_FOLDER } from '../fixtures/pack-folder.js';
import { CHROMIUM, ExplorerBrowser, picture, seriousFindings, type Complaints } from './explorer-page.js';

/** Boards of both worlds that have the same id. */
const [BOARD, SHIPPED] = ['은하동 사랑방', 'Tideboard'];
const describeInBrowser = CHROMIUM ? describe : describe.skip;

describeInBrowser('a service with a second world, in the explorer', () => {
  let explorer: ExplorerBrowser;
  let page: Page;
  let complaints: Complaints;

  beforeAll(async () => {
    explorer = await ExplorerBrowser.start({ PACK_FOLDERS: `seoul=${KOREAN_FOLDER}` });
    [page, complaints] = await explorer.open('/explorer/start');
  }, 240_000);

  afterAll(() => explorer?.stop());

  it('offers the boards of the world that is chosen', async () => {
    const packs = page.getByLabel('Packs');
    await packs.locator('option', { hasText: 'seoul' }).waitFor({ state: 'attached' });
    expect(await packs.locator('option').allInnerTexts()).toEqual(['default', 'seoul']);
    const boards = page.getByLabel('Board', { exact: true });
    await boards.locator('option', { hasText: SHIPPED }).waitFor({ state: 'attached' });
    await packs.selectOption('seoul');
    await boards.locator('option', { hasText: BOARD }).waitFor({ state: 'attached' });
    expect(await boards.locator('option', { hasText: SHIPPED }).count()).toBe(0);
    expect(await seriousFindings(page)).toEqual([]);
  });

  it('plays a run in it, which is told by the names of its own world', async () => {
    await page.getByLabel('Title', { exact: true }).fill('자정 이후의 종소리');
    await page
      .getByLabel('What happened')
      .fill('자정이 지나 종이 세 번 울렸다. 누가 울렸는지 아무도 모른다.');
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.locator('.run-above').getByText('succeeded').waitFor();
    await page.locator('.incident .facts').getByText(BOARD).waitFor();
    await picture(page, 'korean-run');
    await page.getByRole('link', { name: 'Runs', exact: true }).click();
    await page.locator('.run-facts').getByText(BOARD).waitFor();
    await page.getByRole('link', { name: '자정 이후의 종소리' }).click();
    await page.getByRole('link', { name: 'Start again …' }).click();
    expect(await page.getByLabel('Packs').inputValue()).toBe('seoul');
  });

  it('has the boards of every world in the filter of the list', async () => {
    await page.getByRole('link', { name: 'Runs', exact: true }).click();
    const boards = boardFilter();
    const other = boards.locator('optgroup[label="seoul"] option', { hasText: BOARD });
    await other.waitFor({ state: 'attached' });
    await boards.selectOption({ label: BOARD });
    await page.waitForURL(/board_id=B01/);
    await page.getByText('1 that fit').waitFor();
    await page.reload();
    await page.getByText('1 that fit').waitFor();
    await expectChosen(BOARD);
    await boards.selectOption({ label: SHIPPED });
    await page.getByRole('heading', { name: 'No run fits these filters' }).waitFor();
    await expectChosen(SHIPPED);
  });

  it('compares its worlds in an experiment', async () => {
    await page.goto(`${explorer.url}/explorer/experiments/start`);
    await page.getByRole('checkbox', { name: 'seoul' }).check();
    await page.getByLabel('How many').fill('3');
    expect(await page.getByRole('button', { name: 'Start 6 runs' }).isEnabled()).toBe(true);
  });

  it('has heard no complaint of the browser', () => {
    expect(complaints).toEqual({ messages: [], failed: [], foreign: [] });
  });

  const boardFilter = () => page.locator('.filter', { hasText: 'Board' }).locator('select');

  async function expectChosen(board: string): Promise<void> {
    await boardFilter().locator('option:checked', { hasText: board }).waitFor({ state: 'attached' });
  }
});
