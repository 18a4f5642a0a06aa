// Makes the pictures of README.md from a real run, in the Chromium at CHROMIUM_PATH or of PATH: `npm run pictures`.
import { mkdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { createApp } from '../dist/index.js';

const FOLDER = fileURLToPath(new URL('../docs/pictures/', import.meta.url));
const SEED = new URL('../docs/examples/seeds/seed-02-blue-flame.json', import.meta.url);
/** What makes a run worth a picture: a retry, and something that happens to the thread. */
const RUN = {
  rounds: 8,
  max_stage_retries: 2,
  faults: [{ stage_node: 'moderation', kind: 'error', attempts: 1 }],
};

async function startService() {
  const env = { RUN_REPOSITORY: 'memory', LOG_LEVEL: 'error', API_TOKENS: '', FAULT_INJECTION: 'true' };
  Object.assign(process.env, env);
  const app = await createApp();
  await app.listen(0, '127.0.0.1');
  return app;
}

async function simulate(url) {
  const seed = JSON.parse(await readFile(SEED, 'utf8'));
  const body = JSON.stringify({ seed, ...RUN });
  const headers = { 'Content-Type': 'application/json' };
  const response = await fetch(`${url}/simulate`, { method: 'POST', headers, body });
  if (!response.ok) throw new Error(`The run was answered with ${response.status}.`);
  return (await response.json()).run_id;
}

async function takePictures(url, runId) {
  const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage({ viewport: { width: 1120, height: 760 }, colorScheme: 'light' });
    const run = `${url}/explorer/runs/${runId}`;
    await page.goto(run);
    await page.locator('.timeline-drawing').waitFor();
    await page.screenshot({ path: `${FOLDER}run.png` });
    await page.goto(`${run}/thread`);
    await page.locator('.post').nth(3).waitFor();
    await page.locator('.replay').scrollIntoViewIfNeeded();
    await page.mouse.wheel(0, 700);
    await page.waitForTimeout(500);
    await page.screenshot({ path: `${FOLDER}thread.png` });
  } finally {
    await browser.close();
  }
}

const app = await startService();
try {
  const url = await app.getUrl();
  await mkdir(FOLDER, { recursive: true });
  await takePictures(url, await simulate(url));
} finally {
  await app.close();
}
