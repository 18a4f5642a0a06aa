import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRequire } from 'node:module';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { findChromium } from '../browser/chromium.js';
import { SCREENSHOTS } from '../browser/swagger-page.js';
import { nestBuild } from '../support/nest-build.js';
import type { TestEnvironment } from '../support/running-app.js';
import { bearer } from '../support/tokens.js';
import { ServiceProcess, killServices } from '../support/service-process.js';

const PATIENCE_MS = 15_000;
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Where Chromium is; null when there is none, and the tests are skipped. */
export const CHROMIUM = findChromium();
if (!CHROMIUM)
  process.stderr.write('SKIPPED: there is no Chromium to look at the explorer with (set CHROMIUM_PATH).\n');

/** What a browser that shows the explorer complains of, and asks of others. */
export interface Complaints {
  /** Messages of the console, and errors of the page. */
  readonly messages: string[];
  /** Requests that failed, but for those that the page itself gave up. */
  readonly failed: string[];
  /** Requests to anybody but the service. */
  readonly foreign: string[];
}

/** A finding of axe-core. */
interface Finding {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly html: string }[];
}

/** The built service with the explorer, and a browser to look at it with: one of each for a test file. */
export class ExplorerBrowser {
  private constructor(
    public service: ServiceProcess,
    public url: string,
    private readonly browser: Browser,
    private readonly dataDir: string,
    private readonly env: TestEnvironment,
  ) {}

  static async start(env: TestEnvironment = {}): Promise<ExplorerBrowser> {
    const dataDir = await mkdtemp(join(tmpdir(), 'dream-explorer-'));
    const program = join(await nestBuild(), 'main.js');
    const service = await ServiceProcess.start({ dataDir, program, env });
    const browser = await chromium.launch({ executablePath: CHROMIUM ?? '', args: ['--no-sandbox'] });
    return new ExplorerBrowser(service, await service.listening, browser, dataDir, env);
  }

  /** Kills the service. */
  async kill(): Promise<void> {
    await this.service.kill();
  }

  /** Changes what is stored while the service does not run, which starts again. */
  async changeStore(change: (path: string) => Promise<void>): Promise<void> {
    await this.service.kill();
    await change(join(this.dataDir, 'runs.sqlite3'));
    await this.revive();
  }

  /** Starts the service again, at the same address, on the same data. */
  async revive(): Promise<void> {
    const program = join(await nestBuild(), 'main.js');
    const env = { ...this.env, PORT: new URL(this.url).port };
    this.service = await ServiceProcess.start({ dataDir: this.dataDir, program, env });
  }

  /** What the service answers to a body. */
  async post(path: string, body: object, token?: string): Promise<Record<string, unknown>> {
    const response = await fetch(this.url + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...(token && { Authorization: bearer(token) }) },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`POST ${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as Record<string, unknown>;
  }

  /** A window of its own, as a new reader has it. */
  async open(
    path: string,
    options: Parameters<Browser['newContext']>[0] = {},
  ): Promise<[Page, Complaints, BrowserContext]> {
    const context = await this.browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    const complaints: Complaints = { messages: [], failed: [], foreign: [] };
    page.on('console', (message) => complaints.messages.push(message.text()));
    page.on('pageerror', (error) => complaints.messages.push(error.message));
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(`${this.url}/`) && !/^(data|blob):/.test(url)) complaints.foreign.push(url);
    });
    page.on('requestfailed', (request) => {
      const why = request.failure()?.errorText ?? '';
      if (why !== 'net::ERR_ABORTED') complaints.failed.push(`${request.url()} ${why}`);
    });
    await page.goto(this.url + path);
    return [page, complaints, context];
  }

  async stop(): Promise<void> {
    await this.browser?.close();
    await killServices();
    await rm(this.dataDir, { recursive: true, force: true });
  }
}

/** What axe-core finds on a page that is serious or worse. */
export async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(await readFile(AXE, 'utf8'));
  const found = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as {
    violations: Finding[];
  };
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' ')}`);
}

/** Takes a picture of what the window shows. */
export async function picture(page: Page, name: string): Promise<void> {
  await mkdir(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: join(SCREENSHOTS, `explorer-${name}.png`) });
}
