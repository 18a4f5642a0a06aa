#!/usr/bin/env node
import 'reflect-metadata';
import { showHidden, tell, tellLast } from './common/index.js';
import { listenFailure, loadEnvFile, readConfig } from './config/index.js';
import { createApp } from './create-app.js';
import { UnhandledErrors } from './runs/index.js';
import { WorldStore } from './simulation/index.js';

let worlds: WorldStore | null = null;
process.on('SIGHUP', () => void worlds?.reload()); // from the start: an early one must not end the process

try {
  loadEnvFile('.env');
  const config = readConfig();
  const app = await createApp();
  app.enableShutdownHooks(['SIGINT', 'SIGTERM']); // all of Nest's would include SIGHUP
  app.get(UnhandledErrors).install();
  worlds = app.get(WorldStore);
  await app.listen(config.PORT, config.HOST).catch((error: unknown) => {
    throw listenFailure(error, config);
  });
  const url = await app.getUrl();
  tell(`Project Dream listens on ${url} - Swagger UI: ${url}/docs\n`);
  if (config.API_TOKENS.length === 0) {
    tell('There are no tokens (API_TOKENS): only this machine is answered, and it may do everything.\n');
  }
} catch (error) {
  tellLast(`${showHidden(error instanceof Error ? error.message : String(error))}\n`);
  process.exit(1); // whatever was opened before the failure must not keep the process
}
