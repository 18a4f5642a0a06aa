import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from '@jest/globals';
import type { RunRepository } from '../../src/runs/index.js';
import { STORE_KINDS, openRunRepository } from '../../src/storage/index.js';
import { RUN_REPOSITORY_CONFORMANCE } from '../../src/testing/index.js';

describe.each(STORE_KINDS)('the %s repository', (kind) => {
  let folder: string;
  let repository: RunRepository;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dream-'));
    repository = await openRunRepository({ kind, dataDir: folder });
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
