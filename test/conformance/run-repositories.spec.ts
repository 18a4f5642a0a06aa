import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from '@jest/globals';
import { loadConfig, type AppConfig } from '../../src/config/index.js';
import { RUN_REPOSITORY_CONFORMANCE, type RunRepository } from '../../src/runs/index.js';
import { openRunRepository } from '../../src/runs/repositories/run-repository.factory.js';

const ADAPTERS: readonly AppConfig['RUN_REPOSITORY'][] = ['sqlite', 'file', 'memory'];

describe.each(ADAPTERS)('the %s repository', (adapter) => {
  let folder: string;
  let repository: RunRepository;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dream-'));
    repository = await openRunRepository(loadConfig({ RUN_REPOSITORY: adapter, DATA_DIR: folder }));
  });

  afterEach(async () => {
    await repository.close();
    await rm(folder, { recursive: true });
  });

  // The cases assert with node:assert, so that teams can run them under any test runner.
  // oxlint-disable-next-line jest/expect-expect
  it.each(RUN_REPOSITORY_CONFORMANCE.map((known) => [known.name, known] as const))('%s', async (_, known) => {
    await known.run(repository);
  });
});
