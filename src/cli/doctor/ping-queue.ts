/** How long the queue may take, in milliseconds. */
const PATIENCE_MS = 3_000;

/**
 * Connects to the queue between processes, and asks for nothing.
 * @throws Error when it cannot be reached; the message does not have its URL
 */
export async function pingQueue(url: string): Promise<void> {
  try {
    if (url.startsWith('redis')) await pingRedis(url);
    else await (await import('../../storage/index.js')).pingPostgres(url, PATIENCE_MS);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Error(`cannot be reached (${code ?? message})`, { cause: error });
  }
}

async function pingRedis(url: string): Promise<void> {
  const { Redis } = await import('ioredis');
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: PATIENCE_MS,
    commandTimeout: PATIENCE_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  let reason: unknown;
  client.on('error', (error) => (reason = error)); // says more than what `connect` rejects with
  try {
    await client.connect();
    await client.ping();
  } catch (error) {
    throw reason ?? error;
  } finally {
    client.disconnect();
  }
}
