import { showHidden, writeLastNotice, writeNotice } from '../common/index.js';
import { listenFailure, loadEnvFile, readConfig } from '../config/index.js';
import { createApp } from '../create-app.js';
import { UnhandledErrors } from '../execution/index.js';
import { WorldStore } from '../simulation/index.js';
import { EXIT } from './exit-code.js';

/**
 * Starts the service, configured by the environment and `.env`. Resolves when it listens; exits with status 1 when
 * it cannot start. SIGHUP reloads the packs; SIGTERM and SIGINT shut the service down.
 */
export async function serve(): Promise<void> {
  let worlds: WorldStore | null = null;
  process.on('SIGHUP', () => void worlds?.reload()); // installed first: an early signal must not end the process

  try {
    loadEnvFile('.env');
    const config = readConfig();
    const app = await createApp();
    app.enableShutdownHooks(['SIGINT', 'SIGTERM']); // Nest's default would include SIGHUP
    app.get(UnhandledErrors).install();
    worlds = app.get(WorldStore);
    await app.listen(config.PORT, config.HOST).catch((error: unknown) => {
      throw listenFailure(error, config);
    });
    const url = await app.getUrl();
    writeNotice(`Project Dream listens on ${url} - Swagger UI: ${url}/docs\n`);
    if (config.API_TOKENS.length === 0 && config.API_TOKENS_FILE === undefined) {
      writeNotice(
        'There are no tokens (API_TOKENS): only this machine is answered, and it may do everything.\n',
      );
    }
  } catch (error) {
    writeLastNotice(`${showHidden(error instanceof Error ? error.message : String(error))}\n`);
    process.exit(EXIT.failed); // resources opened before the failure must not keep the process alive
  }
}
