import { Option, type Command } from 'commander';
import { ServiceClient } from './service-client.js';

/** Where a command finds its service, and how it writes results. */
export interface ServiceOptions {
  readonly url?: string;
  readonly token?: string;
  /** Whether results are printed as JSON. */
  readonly json: boolean;
}

/** Adds the options of every command that asks a service. */
export function withServiceOptions(command: Command): Command {
  const url = new Option('--url <url>', 'the service to ask; else the store of DATA_DIR is opened here');
  const token = new Option(
    '--token <token>',
    'its token; processes of this machine are listed with their options',
  );
  return command
    .addOption(url.env('PROJECT_DREAM_URL'))
    .addOption(token.env('PROJECT_DREAM_TOKEN'))
    .option('--json', 'print JSON', false);
}

/**
 * Does something with a service: that of the address, or one that is started in this process on the store of DATA_DIR and
 * closed in the end, also when the process is told to end.
 */
export async function useService<T>(
  { url, token }: ServiceOptions,
  use: (client: ServiceClient) => Promise<T>,
): Promise<T> {
  if (url) return use(new ServiceClient({ url, token: token || null }));
  const { startEmbedded } = await import('./embedded-service.js'); // loaded lazily: a service elsewhere needs none of it
  const service = await startEmbedded();
  let closed: Promise<void> | null = null;
  const close = () => (closed ??= service.close()); // a signal may come while it is being closed
  const endings = closeOnSignals(close);
  try {
    return await use(new ServiceClient(service.address));
  } finally {
    endings.remove();
    await close();
  }
}

/** The status of a process that a signal has ended, as shells know it. */
const STATUS = { SIGINT: 130, SIGTERM: 143 } as const;

function closeOnSignals(close: () => Promise<void>): { remove(): void } {
  const listeners = Object.entries(STATUS).map(([signal, status]) => {
    const listener = () => void close().finally(() => process.exit(status));
    process.once(signal, listener);
    return { signal, listener };
  });
  return {
    remove: () => {
      for (const { signal, listener } of listeners) process.off(signal, listener);
    },
  };
}
