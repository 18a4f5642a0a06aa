import { createHash, randomBytes } from 'node:crypto';
import type { ServiceAddress } from './service-client.js';

/** A service that lives in this process, for one command. */
interface EmbeddedService {
  readonly address: ServiceAddress;
  /** Lets runs come to a checkpoint, and closes the store. */
  close(): Promise<void>;
}

/**
 * Starts the service in this process, on the store that the environment and `.env` name.
 * @throws Error when the store cannot be opened, or the configuration is invalid
 */
export async function startEmbedded(): Promise<EmbeddedService> {
  const [{ createApp }, { answerOnly, loadEnvFile }] = await Promise.all([
    import('../../create-app.js'), // loaded lazily: a service elsewhere needs none of it
    import('../../config/index.js'),
  ]);
  loadEnvFile('.env');
  const token = randomBytes(32).toString('base64url');
  const digest = createHash('sha256').update(token).digest('hex');
  answerOnly(digest);
  const app = await createApp();
  await app.listen(0, '127.0.0.1');
  return { address: { url: await app.getUrl(), token }, close: () => app.close() };
}
