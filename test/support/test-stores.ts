import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { STORE_KINDS, type StoreOptions } from '../../src/storage/index.js';
import { hasPostgres, postgresSchema } from './postgres-server.js';
import type { TestEnvironment } from './running-app.js';

/** An empty store. */
interface EmptyStore {
  readonly options: StoreOptions;
  /** What leads the service to it. */
  readonly env: TestEnvironment;
  readonly remove: () => Promise<void>;
}

/** A kind of store that can be had here. */
export interface TestStore {
  readonly kind: StoreOptions['kind'];
  readonly open: () => Promise<EmptyStore>;
}

/** The kinds of stores that this machine has, of those that are asked for. */
export async function testStores(kinds: readonly StoreOptions['kind'][] = STORE_KINDS): Promise<TestStore[]> {
  const usable = kinds.includes('postgres') && !(await hasPostgres()) ? kinds.filter(isOfFiles) : kinds;
  return usable.map((kind) => ({ kind, open: () => emptyStore(kind) }));
}

async function emptyStore(kind: StoreOptions['kind']): Promise<EmptyStore> {
  const dataDir = await mkdtemp(join(tmpdir(), 'dream-'));
  const removeFolder = () => rm(dataDir, { recursive: true });
  const env = { RUN_REPOSITORY: kind, DATA_DIR: dataDir };
  if (kind === 'memory') return { options: { kind }, env, remove: removeFolder };
  if (kind !== 'postgres') return { options: { kind, dataDir }, env, remove: removeFolder };
  const schema = await postgresSchema();
  const remove = async () => {
    await schema.drop();
    await removeFolder();
  };
  return { options: { kind, url: schema.url }, env: { ...env, DATABASE_URL: schema.url }, remove };
}

function isOfFiles(kind: StoreOptions['kind']): boolean {
  return kind !== 'postgres';
}
