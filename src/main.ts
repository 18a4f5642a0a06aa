import 'reflect-metadata';
import { loadEnvFile, readConfig } from './config/index.js';
import { createApp } from './create-app.js';
import { WorldStore } from './simulation/index.js';

let worlds: WorldStore | null = null;
process.on('SIGHUP', () => void worlds?.reload()); // from the start: an early one must not end the process

try {
  loadEnvFile('.env');
  const { HOST, PORT } = readConfig();
  const app = await createApp();
  app.enableShutdownHooks(['SIGINT', 'SIGTERM']); // all of Nest's would include SIGHUP
  worlds = app.get(WorldStore);
  await app.listen(PORT, HOST);
  const url = await app.getUrl();
  process.stdout.write(`Project Dream listens on ${url} - Swagger UI: ${url}/docs\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1); // whatever was opened before the failure must not keep the process
}
