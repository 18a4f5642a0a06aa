import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright-core';

/** Where pictures of the page are put; not part of the repository. */
export const SCREENSHOTS = fileURLToPath(new URL('../../artifacts/screenshots', import.meta.url));

const PATIENCE_MS = 10_000;

/** An answer as the page shows it. */
export interface ShownAnswer {
  readonly status: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Swagger UI as a person uses it: by what stands on the page. */
export class SwaggerPage {
  /** What the browser's console has said of errors, and which requests the page could not make. */
  readonly faults: string[] = [];

  constructor(private readonly page: Page) {
    page.setDefaultTimeout(PATIENCE_MS);
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.faults.push(message.text());
    });
    page.on('pageerror', (error) => this.faults.push(error.message));
    page.on('requestfailed', (request) => this.faults.push(`${request.method()} ${request.url()} failed`));
  }

  async open(url: string): Promise<void> {
    await this.page.goto(`${url}/docs`);
    await this.page.locator('.opblock').first().waitFor();
  }

  /** What stands at the top of the page. */
  introduction(): Promise<string> {
    return this.page.locator('.information-container').innerText();
  }

  /** The names of the groups of routes, from top to bottom. */
  async groups(): Promise<string[]> {
    const names = await this.page.locator('.opblock-tag > a').allInnerTexts();
    return names.map((name) => name.trim());
  }

  /** Types a token into the dialog behind Authorize. */
  async authorize(token: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Authorize' }).click();
    const dialog = this.page.locator('.dialog-ux');
    await dialog.locator('input').fill(token);
    await this.picture('authorize');
    await dialog.getByRole('button', { name: 'Apply credentials' }).click();
    await dialog.getByRole('button', { name: 'Close' }).first().click();
  }

  /** Opens a route, as by a click on it. */
  async route(method: string, path: string): Promise<SwaggerRoute> {
    const block = this.page
      .locator(`.opblock-${method.toLowerCase()}`)
      .filter({ has: this.page.locator(`[data-path="${path}"]`) });
    if (!/is-open/.test((await block.getAttribute('class')) ?? '')) {
      await block.locator('.opblock-summary-control').click();
    }
    await block.locator('.opblock-body').waitFor();
    const tryIt = block.getByRole('button', { name: 'Try it out' });
    if (await tryIt.isVisible()) await tryIt.click();
    return new SwaggerRoute(this, block);
  }

  /** Takes a picture of what the window shows, from a part of the page downwards. */
  async picture(name: string, from?: Locator): Promise<void> {
    await from?.evaluate((element) => element.scrollIntoView());
    await mkdir(SCREENSHOTS, { recursive: true });
    await this.page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
  }
}

/** A route that has been opened. */
class SwaggerRoute {
  constructor(
    private readonly page: SwaggerPage,
    private readonly block: Locator,
  ) {}

  /** Chooses one of the examples of its body, by its key in the document. */
  async choose(example: string): Promise<void> {
    const choice = this.block.locator('.opblock-section-request-body .examples-select select');
    await choice.selectOption(example);
  }

  /** Fills in a part of its path or query. */
  async fill(parameter: string, value: string): Promise<void> {
    await this.block.locator(`tr[data-param-name="${parameter}"] input`).fill(value);
  }

  /** Sends the request, and reads the answer on the page. */
  async execute(pictureName: string): Promise<ShownAnswer> {
    const clear = this.block.getByRole('button', { name: 'Clear' });
    if (await clear.isVisible()) await clear.click();
    await this.page.picture(`${pictureName}-request`, this.block);
    await this.block.getByRole('button', { name: 'Execute' }).click();
    const answer = this.block.locator('.live-responses-table .response');
    await answer.waitFor();
    const status = await answer.locator('.response-col_status').innerText();
    const body = await answer.locator('.response-col_description .highlight-code code').first().innerText();
    await this.page.picture(`${pictureName}-answer`, this.block.locator('.btn-group'));
    return { status: status.trim().split(/\s/)[0] ?? '', body: JSON.parse(body) as ShownAnswer['body'] };
  }
  /** Sends the request again and again until the answer's body is as it should be, and gives that body. */
  async executeUntil(
    pictureName: string,
    isRight: (body: ShownAnswer['body']) => boolean,
  ): Promise<ShownAnswer['body']> {
    const deadline = performance.now() + PATIENCE_MS;
    for (;;) {
      const { body } = await this.execute(pictureName);
      if (isRight(body)) return body;
      if (performance.now() > deadline) throw new Error(`The answer is still ${JSON.stringify(body)}`);
    }
  }
}
