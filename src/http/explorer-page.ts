import { Inject, Injectable, Logger } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { UrlPrefix } from '../common/index.js';
import { APP_CONFIG, type AppConfig } from '../config/index.js';
import { explorerFiles, findExplorer } from '../pages/index.js';

/** Whether there is a page for people besides Swagger UI. */
@Injectable()
export class ExplorerPage {
  /** Holds the built page; null when it is left out, or not built. */
  readonly folder: string | null;

  constructor(@Inject(APP_CONFIG) config: AppConfig) {
    this.folder = config.EXPLORER ? findExplorer() : null;
    if (config.EXPLORER && this.folder === null)
      new Logger(ExplorerPage.name).log('There is no explorer: it has not been built');
  }
}

/** Serves the page at /explorer/, below the prefix that a team has set. */
export function setUpExplorer(app: NestExpressApplication): void {
  const { folder } = app.get(ExplorerPage);
  if (folder !== null) app.use(`${app.get(UrlPrefix).value}/explorer`, explorerFiles(folder));
}
