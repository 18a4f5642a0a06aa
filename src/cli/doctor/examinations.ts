import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import { SystemClock } from '../../common/index.js';
import type { AppConfig } from '../../config/index.js';
import { simulationOptionsOf, storeOptionsOf } from '../../server-options.js';
import type { StoreExamination } from '../../storage/index.js';
import { found, type Finding } from './finding.js';
import { pingQueue } from './ping-queue.js';

/** How far a clock may be from the store's, in milliseconds, before lists are out of order. */
const MOST_SKEW_MS = 1_000;
/** How long a service may take to tell of its health, in milliseconds. */
const PATIENCE_MS = 3_000;

/** Everything that is looked at, one part after another. Nothing is changed. */
export async function examineAll(config: AppConfig): Promise<readonly Finding[]> {
  const { examineStore } = await import('../../storage/index.js'); // loaded late, like what follows: slow to load
  let store: StoreExamination | null = null;
  const storeFinding = await found('store', async () => {
    store = await examineStore(storeOptionsOf(config));
    return storeOf(config, store);
  });
  return [
    await found('versions', () => versions(store)),
    storeFinding,
    ...(store ? [clockOf(store)] : []),
    await found('disk', () => disk(config)),
    ...(await packs(config)),
    await found('queue', () => queue(config)),
    await found('service', () => service(config)),
  ];
}

async function versions(store: StoreExamination | null): Promise<Omit<Finding, 'part'>> {
  const manifest = JSON.parse(await readFile(new URL('../../../package.json', import.meta.url), 'utf8')) as {
    version: string;
    engines: { node: string };
  };
  const { version: sqlite } = createRequire(import.meta.url)('sqlite3/package.json') as { version: string };
  const parts = [
    `project-dream ${manifest.version}`,
    `Node ${process.versions.node}`,
    `sqlite3 ${sqlite}`,
    ...(store?.engine === undefined ? [] : [store.engine]),
    `${process.platform} ${process.arch}`,
  ];
  const [, major = '0', minor = '0'] = /(\d+)\.(\d+)/.exec(manifest.engines.node) ?? [];
  const [ownMajor = 0, ownMinor = 0] = process.versions.node.split('.').map(Number);
  const isOld = ownMajor < Number(major) || (ownMajor === Number(major) && ownMinor < Number(minor));
  const text = `${parts.join(', ')}${isOld ? `; Node ${manifest.engines.node} is wanted` : ''}`;
  return { status: isOld ? 'failed' : 'ok', text };
}

function storeOf({ RUN_REPOSITORY }: AppConfig, examined: StoreExamination): Omit<Finding, 'part'> {
  const { summary, pending = [], isAbsent = false } = examined;
  const text = `${RUN_REPOSITORY}: ${summary}`;
  if (pending.length === 0) return { status: isAbsent ? 'warning' : 'ok', text };
  const details = pending.map((name) => `the next start makes the migration ${name}`);
  return { status: 'warning', text, details };
}

/** By the store's own clock where it has one, else by its newest run, which cannot be of the future. */
function clockOf({ now, newestRunAt }: StoreExamination): Finding {
  const part = 'clock';
  const here = new SystemClock().now().getTime();
  if (now !== undefined) {
    const skewMs = here - now.getTime();
    const text = `${Math.abs(skewMs)} ms ${skewMs < 0 ? 'behind' : 'ahead of'} the store's`;
    return { part, status: Math.abs(skewMs) > MOST_SKEW_MS ? 'warning' : 'ok', text };
  }
  const aheadMs = (newestRunAt?.getTime() ?? 0) - here;
  if (aheadMs <= MOST_SKEW_MS) return { part, status: 'ok', text: 'not behind the newest run' };
  const text = `${Math.round(aheadMs / 1_000)} s behind the newest run: it was set back, or that run's was ahead`;
  return { part, status: 'warning', text };
}

async function disk({
  RUN_REPOSITORY,
  DATA_DIR,
  MIN_FREE_DISK_MB,
}: AppConfig): Promise<Omit<Finding, 'part'>> {
  if (RUN_REPOSITORY === 'memory' || RUN_REPOSITORY === 'postgres') {
    return { status: 'ok', text: 'runs are not kept on a disk of this machine' };
  }
  const { checkDiskSpace } = await import('../../health/index.js');
  return { status: 'ok', text: `${DATA_DIR}: ${await checkDiskSpace(DATA_DIR, MIN_FREE_DISK_MB)}` };
}

async function packs(config: AppConfig): Promise<readonly Finding[]> {
  const { examinePacks } = await import('../../simulation/index.js');
  const examined = await examinePacks(simulationOptionsOf(config));
  return examined.map(({ name, fingerprint, faults, warnings }): Finding => {
    const part = `packs ${name}`;
    if (fingerprint === null) return { part, status: 'failed', text: 'cannot be used', details: faults };
    const text = `loaded, fingerprint ${fingerprint}`;
    return warnings.length === 0
      ? { part, status: 'ok', text }
      : { part, status: 'warning', text, details: warnings };
  });
}

async function queue({ RUN_QUEUE, QUEUE_URL }: AppConfig): Promise<Omit<Finding, 'part'>> {
  if (RUN_QUEUE === 'inline' || QUEUE_URL === undefined) {
    return { status: 'ok', text: 'inline: runs wait in the process that has accepted them' };
  }
  await pingQueue(QUEUE_URL);
  return { status: 'ok', text: 'can be reached' };
}

/** Whether a service listens where this one would; it need not. */
async function service({ HOST, PORT }: AppConfig): Promise<Omit<Finding, 'part'>> {
  const host =
    HOST === '0.0.0.0' ? '127.0.0.1' : HOST === '::' ? '[::1]' : HOST.includes(':') ? `[${HOST}]` : HOST;
  const url = `http://${host}:${PORT}/health`;
  const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => null);
  if (!response) return { status: 'ok', text: `none listens at ${url}` };
  const body = (await response.json().catch(() => null)) as { checks?: Record<string, string> } | null;
  if (!body?.checks) return { status: 'warning', text: `something else answers at ${url}` };
  const details = Object.entries(body.checks).map(([part, text]) => `${part}: ${text}`);
  return response.ok
    ? { status: 'ok', text: `listens at ${url}, and is well`, details }
    : { status: 'failed', text: `listens at ${url}, and is not ready`, details };
}
