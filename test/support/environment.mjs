import { AsyncLocalStorage } from 'node:async_hooks';
import { TestEnvironment } from 'jest-environment-node';
import { trackStorages } from './async-storages.mjs';

const disableUsed = trackStorages(AsyncLocalStorage);

/**
 * Where a test file runs. jest-circus 30 keeps an AsyncLocalStorage for each file and never disables it: after fifty
 * files, a worker spent a fifth of its time on passing them from promise to promise, and held on to what was in them.
 */
// jest takes the default export.
// oxlint-disable-next-line import/no-default-export
export default class Environment extends TestEnvironment {
  async teardown() {
    await super.teardown();
    disableUsed();
  }
}
