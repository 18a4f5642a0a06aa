import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sqlite3 from 'sqlite3';
import { packFiles, withValues, writeFiles } from '../fixtures/pack-folder.js';
import { exampleSeed } from '../support/seeds.js';
import { CHROMIUM, ExplorerBrowser, picture, seriousFindings } from './explorer-page.js';
import { expectWithin } from './views.js';

const describeInBrowser = CHROMIUM ? describe : describe.skip;

const MARKUP = '<img src=x onerror=alert(1)>';
const LONG_WORD = 'w'.repeat(10_000);
/** Markup, an override of the direction that is never ended, and control characters. */
const TEXT = `${MARKUP} \u202Eevil \u0007\u001b[31m \u2066 {{7*7}}`;

describeInBrowser('hostile content in the explorer', () => {
  let explorer: ExplorerBrowser;
  let packs: string;
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    packs = await mkdtemp(join(tmpdir(), 'dream-hostile-packs-'));
    const world = withValues(packFiles(), [
      ['board_pack.json', 'boards.0.name', TEXT],
      ['board_pack.json', 'boards.0.topic', `${TEXT} ${LONG_WORD.slice(0, 3_900)}`],
      ['rule_pack.json', 'rules.0.summary', `${TEXT} ${LONG_WORD.slice(0, 3_900)}`],
    ]);
    await writeFiles(packs, world);
    explorer = await ExplorerBrowser.start({ FAULT_INJECTION: 'true', PACK_FOLDERS: `hostile=${packs}` });
    const seed = { ...(await exampleSeed()), board_id: 'B01', title: TEXT, summary: 'w'.repeat(4_000) };
    const faults = [{ stage_node: 'moderation', kind: 'error', attempts: 'all' }];
    const input = { seed, rounds: 2, packs: 'hostile' };
    const failing = { pipeline: 'simulation', input, max_stage_retries: 1, faults };
    ids['PLAYED'] = String((await explorer.post('/simulate', { ...input })).run_id);
    ids['FAILED'] = String((await explorer.post('/runs', failing)).run_id);
    const experiment = { name: TEXT, input, vary: { random_seeds: 2 } };
    ids['EXPERIMENT'] = String((await explorer.post('/experiments', experiment)).experiment_id);
    const [page, , context] = await explorer.open(`/explorer/runs/${ids['FAILED']}`);
    await page.getByRole('heading', { name: 'Why it failed' }).waitFor();
    await page.goto(`${explorer.url}/explorer/experiments/${ids['EXPERIMENT']}`);
    await page.getByText('All of its 2 runs have ended').waitFor();
    await context.close();
    await explorer.changeStore((store) => replaceMessages(store, `${TEXT} ${LONG_WORD}`));
  }, 240_000);

  afterAll(async () => {
    await explorer?.stop();
    await rm(packs, { recursive: true, force: true });
  });

  it.each(
    [
      ['runs/FAILED', '.failure'],
      ['runs/FAILED/report', '.run-head'],
      ['runs/PLAYED', '.incident'],
      ['compare/PLAYED/FAILED', '.compare-page, .page'],
      ['experiments', '.experiment-row'],
      ['experiments/EXPERIMENT', '.incident'],
      ['experiments/start?from=EXPERIMENT', '.start-form'],
      ['world?packs=hostile', '.board'],
      ['world/rule?packs=hostile', '.world-page'],
      ['start?from=FAILED', '.start-form'],
    ].flatMap(([path = '', place = '']) => [360, 1280].map((width) => [path, width, place] as const)),
  )('is shown at %s as text, %d pixels wide', async (path, width, place) => {
    const address = path.replaceAll(/[A-Z]{4,}/g, (name) => ids[name] ?? name);
    const [page, complaints, context] = await explorer.open(`/explorer/${address}`, {
      viewport: { width, height: 800 },
    });
    await page.locator(place).first().waitFor();
    await page.waitForLoadState('networkidle');
    expect(await textOf(page)).toContain(MARKUP);
    await picture(page, `hostile-${path.replaceAll(/\W+/g, '-')}-${width}`);
    await expectWithin(page);
    expect(await page.locator('main img, main script, main [onload]').count()).toBe(0);
    expect(await seriousFindings(page)).toEqual([]);
    const expected = path === 'runs/FAILED/report' ? 1 : 0; // the answer that there is no report
    expect(complaints).toEqual({ messages: complaints.messages.slice(0, expected), failed: [], foreign: [] });
    await context.close();
  });

  it('is shown as text in what the service objects to', async () => {
    const [page, , context] = await explorer.open('/explorer/experiments/start', {
      viewport: { width: 360, height: 800 },
    });
    const incident = page.getByLabel('The incident, as JSON');
    const seed = JSON.parse(await incident.inputValue()) as object;
    await incident.fill(JSON.stringify({ ...seed, [TEXT]: 1 }));
    await page.getByRole('button', { name: /^Start/ }).click();
    await page.locator('.problem').waitFor();
    expect(await page.locator('.problem').innerText()).toContain(MARKUP);
    await expectWithin(page);
    expect(await page.locator('main img').count()).toBe(0);
    await context.close();
  });
});

/** All that a page shows and holds in fields. */
async function textOf(page: Awaited<ReturnType<ExplorerBrowser['open']>>[0]): Promise<string> {
  const fields = await page
    .locator('input, textarea')
    .evaluateAll((all) => all.map((field) => (field as unknown as { value: string }).value));
  return [await page.locator('main').innerText(), ...fields].join('\n');
}

/** Puts a text in the place of what the injected faults said, as a stage of a team might say it. */
async function replaceMessages(path: string, text: string): Promise<void> {
  const store = new sqlite3.Database(path);
  store.configure('busyTimeout', 10_000);
  const escaped = JSON.stringify(text).slice(1, -1);
  const statement = `UPDATE runs SET record = replace(record, 'A fault was injected into', ?)`;
  await new Promise<void>((resolve, reject) => {
    store.run(statement, [escaped], (error) => (error ? reject(error) : resolve()));
  });
  await promisify(store.close.bind(store))();
}
