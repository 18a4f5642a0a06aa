import { readFile } from 'node:fs/promises';
import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Logger } from 'pino';
import { AppModule } from './app.module.js';
import { PinoLogger, UrlPrefix } from './common/index.js';
import { ConfigError, metricsFailure, readConfig, readMisspelt, type AppConfig } from './config/index.js';
import { createHttpAdapter, setUpEdge, setUpExplorer, setUpOpenApi } from './http/index.js';
import { MetricsService } from './metrics/index.js';
import { AttemptScope } from './orchestrator/index.js';
import { TelemetryService, TracingUnavailableError, currentTrace } from './telemetry/index.js';
import { UnusableDataDirError, UnusableDatabaseError } from './storage/index.js';

/** What a team adds to the application that {@link createApp} makes. */
export interface CreateAppOptions {
  /**
   * Called, and awaited, after the access control is set up and before the routes are: the place for
   * `app.setGlobalPrefix`, `app.useGlobalInterceptors`, `useGlobalPipes` and `useGlobalFilters`, `app.use` and
   * `app.enableShutdownHooks`. Once createApp has resolved, the routes are made: all but the last come too late then.
   */
  configure?: (app: NestExpressApplication) => void | Promise<void>;
}

/**
 * Makes a configured application that does not listen yet. Reads the environment when it is called; rejects with
 * the reason when the service cannot start, and never ends the process.
 * @param rootModule a module of yours that imports {@link AppModule}
 */
export async function createApp(
  rootModule: Type = AppModule,
  options: CreateAppOptions = {},
): Promise<NestExpressApplication> {
  const config = readConfig();
  const logger = new PinoLogger({ level: config.LOG_LEVEL, format: config.LOG_FORMAT });
  for (const { given, meant } of readMisspelt()) {
    logger.warn({
      msg: `The environment variable ${given} is not read: did you mean ${meant}?`,
      given,
      meant,
    });
  }
  const app = await NestFactory.create<NestExpressApplication>(rootModule, createHttpAdapter(config), {
    abortOnError: false,
    bodyParser: false,
    logger,
  }).catch((error: unknown) => {
    throw inWordsOfTheEnvironment(error);
  });
  logger.about = aboutLines(app.get(AttemptScope));
  try {
    await setUp(app, config, logger.pino, options);
  } catch (error) {
    // The store, and whatever else the modules have opened. The reason is the first failure, not what follows from it.
    await app.close().catch((failure: unknown) => {
      logger.error({ msg: 'The application could not be closed', err: failure });
    });
    throw error;
  }
  return app;
}

/** The edge comes before anything that a team adds. */
async function setUp(
  app: NestExpressApplication,
  config: AppConfig,
  logger: Logger,
  { configure }: CreateAppOptions,
): Promise<void> {
  const measured = app.get(MetricsService).middleware(() => app.get(UrlPrefix).value);
  if (measured) app.use(measured);
  const traced = app.get(TelemetryService).middleware(() => app.get(UrlPrefix).value);
  if (traced) app.use(traced);
  setUpEdge(app, config, logger);
  await configure?.(app);
  setUpExplorer(app);
  setUpOpenApi(app, await packageVersion());
  await app.init().catch((error: unknown) => {
    throw metricsFailure(error, config);
  });
}

/** The run, the stage and the attempt that code belongs to, where that is tracked, and its trace. */
function aboutLines(scope: AttemptScope): () => object | undefined {
  return () => {
    const attempt = scope.current;
    const trace = currentTrace();
    if (!attempt) return trace;
    const { runId: run_id, stageNode: stage_node } = attempt;
    return { run_id, stage_node, attempt: attempt.attempt, ...trace };
  };
}

/** What is wrong with an option that the environment gave, by the name of its variable. */
function inWordsOfTheEnvironment(error: unknown): unknown {
  if (error instanceof TracingUnavailableError) return new ConfigError([error.message]);
  if (error instanceof UnusableDatabaseError) return new ConfigError([`DATABASE_URL ${error.reason}`]);
  if (!(error instanceof UnusableDataDirError)) return error;
  return new ConfigError([`DATA_DIR ${error.reason} (it is ${JSON.stringify(error.path)})`]);
}

async function packageVersion(): Promise<string> {
  const text = await readFile(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
