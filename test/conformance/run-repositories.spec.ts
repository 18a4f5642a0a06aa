import { afterEach, beforeEach, describe, it } from '@jest/globals';
import type { RunRepository } from '../../src/runs/index.js';
import { openRunRepository } from '../../src/storage/index.js';
import { RUN_REPOSITORY_CONFORMANCE } from '../../src/testing/index.js';
import { testStores } from '../support/test-stores.js';

describe.each(await testStores())('the $kind repository', ({ open }) => {
  let repository: RunRepository;
  let remove: () => Promise<void>;

  beforeEach(async () => {
    const store = await open();
    remove = store.remove;
    repository = await openRunRepository(store.options);
  });

  afterEach(async () => {
    await repository.close();
    await remove();
  });

  // The cases assert with node:assert, so that teams can run them under any test runner.
  // oxlint-disable-next-line jest/expect-expect
  it.each(RUN_REPOSITORY_CONFORMANCE.map((known) => [known.name, known] as const))('%s', async (_, known) => {
    await known.run(repository);
  });
});
