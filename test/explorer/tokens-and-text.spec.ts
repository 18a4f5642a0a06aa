import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exampleSeed } from '../support/seeds.js';
import { API_TOKENS, TOKENS, bearer } from '../support/tokens.js';
import { CHROMIUM, ExplorerBrowser, picture, seriousFindings } from './explorer-page.js';

const describeInBrowser = CHROMIUM ? describe : describe.skip;

/** Markup, bidi marks, a long word, control characters, and scripts from right to left. */
const HOSTILE = {
  title: '<img src=x onerror=alert(1)> \u202Eevil\u202C 한국어 제목',
  summary: `<script>alert(2)</script> ${'w'.repeat(2_000)} \u0007\u001b[31m שלום עולם مرحبا`,
  fact: '"><svg onload=alert(3)> {{7*7}} javascript:alert(4)',
};

describeInBrowser('the explorer of a service with tokens', () => {
  let explorer: ExplorerBrowser;
  let runId: string;

  beforeAll(async () => {
    explorer = await ExplorerBrowser.start({ API_TOKENS });
    const seed = {
      ...(await exampleSeed()),
      title: HOSTILE.title,
      summary: HOSTILE.summary,
      public_facts: [HOSTILE.fact],
    };
    const response = await fetch(`${explorer.url}/simulate`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: bearer(TOKENS.run) },
      body: JSON.stringify({ seed, rounds: 3 }),
    });
    ({ run_id: runId } = (await response.json()) as { run_id: string });
  }, 240_000);

  afterAll(() => explorer?.stop());

  it('asks for a token once, keeps it in the tab, and never in the address', async () => {
    const [page, , context] = await explorer.open('/explorer/');
    await page.getByLabel('Token').fill('pd_wrong');
    await page.getByRole('button', { name: 'Come in' }).click();
    await page.getByText('The service does not know this token.').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByLabel('Token').fill(TOKENS.read);
    await page.getByRole('button', { name: 'Come in' }).click();
    await page.locator('.run-row').waitFor();
    await page.reload();
    await page.locator('.run-row').waitFor();
    expect(page.url()).toBe(`${explorer.url}/explorer/`);
    const other = await context.newPage();
    await other.goto(`${explorer.url}/explorer/`);
    await other.getByLabel('Token').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Token').waitFor();
    await context.close();
  });

  it.each([
    ['read', ['Copy as curl']],
    ['run', ['Fork …', 'Copy as curl']],
    ['admin', ['Fork …', 'Copy as curl', 'Delete …']],
  ] as const)('has for the scope %s the buttons %j', async (scope, buttons) => {
    const [page, , context] = await explorer.open('/explorer/nowhere');
    await page.getByLabel('Token').fill(TOKENS[scope]);
    await page.getByRole('button', { name: 'Come in' }).click();
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
    await page.goto(`${explorer.url}/explorer/runs/${runId}`);
    await page.locator('.run-actions').waitFor();
    expect(await page.locator('.run-actions button:visible').allInnerTexts()).toEqual(buttons);
    await page.locator('.timeline-drawing').waitFor();
    expect(await page.getByRole('link', { name: 'New run' }).count()).toBe(scope === 'read' ? 0 : 1);
    expect(await page.getByRole('link', { name: 'Start again …' }).count()).toBe(scope === 'read' ? 0 : 1);
    await context.close();
  });

  it.each([
    ['/explorer/', 1280],
    ['/explorer/', 360],
    ['/explorer/runs/RUN', 1280],
    ['/explorer/runs/RUN', 360],
    ['/explorer/runs/RUN/thread', 1280],
    ['/explorer/runs/RUN/thread', 360],
    ['/explorer/runs/RUN/charts', 360],
    ['/explorer/runs/RUN/report', 360],
    ['/explorer/runs/RUN/log?row=1', 1280],
    ['/explorer/runs/RUN/log?row=1', 360],
  ])('shows hostile content at %s as text, %d pixels wide', async (path, width) => {
    const [page, complaints, context] = await explorer.open('/explorer/', {
      viewport: { width, height: 800 },
    });
    await page.getByLabel('Token').fill(TOKENS.read);
    await page.getByRole('button', { name: 'Come in' }).click();
    await page.locator('.run-row').waitFor();
    complaints.messages.length = 0; // the answer that asked for a token
    await page.goto(explorer.url + path.replace('RUN', runId));
    await page.getByText('<img src=x onerror=alert(1)>').first().waitFor();
    await page.waitForLoadState('networkidle');
    await picture(page, `hostile-${path.replaceAll(/\W+/g, '-')}-${width}`);
    const sideways = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
    expect(await page.evaluate(sideways)).toBe(0);
    expect(await page.locator('main img, main script, main [onload]').count()).toBe(0);
    expect(await seriousFindings(page)).toEqual([]);
    expect(complaints).toEqual({ messages: [], failed: [], foreign: [] });
    await context.close();
  });
});
