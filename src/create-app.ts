import { readFile } from 'node:fs/promises';
import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppModule } from './app.module.js';
import { PinoLogger } from './common/index.js';
import { readConfig } from './config/index.js';
import { createHttpAdapter, setUpEdge, setUpOpenApi } from './http/index.js';

/**
 * Makes a configured application that does not listen yet. Reads the environment when it is called; rejects with
 * the reason when the service cannot start, and never ends the process.
 * @param rootModule a module of yours that imports {@link AppModule}
 */
export async function createApp(rootModule: Type = AppModule): Promise<NestExpressApplication> {
  const config = readConfig();
  const logger = new PinoLogger({ level: config.LOG_LEVEL, format: config.LOG_FORMAT });
  const app = await NestFactory.create<NestExpressApplication>(rootModule, createHttpAdapter(config), {
    abortOnError: false,
    bodyParser: false,
    logger,
  });
  setUpEdge(app, config, logger.pino);
  setUpOpenApi(app, await packageVersion());
  await app.init();
  return app;
}

async function packageVersion(): Promise<string> {
  const text = await readFile(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
