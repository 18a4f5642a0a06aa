import { Module } from '@nestjs/common';
import { afterEach, describe, expect, it } from '@jest/globals';
import { DelegatingRunRepository } from '../../src/storage/index.js';
import {
  AppModule,
  RUN_REPOSITORY,
  Replacement,
  STORE_OPTIONS,
  StorageUnavailableError,
  openRunRepository,
  type StoreOptions,
  type HeldRun,
  type LeaseTerms,
  type RunCommit,
  type RunRequest,
} from '../../src/index.js';
import { startApp, type RunningApp } from '../support/running-app.js';
import { exampleSeed } from '../support/seeds.js';
import { newestRun, runOnce } from '../support/waiting.js';

/** What still is to fail. */
let failures: { commits: number; requests: number };
let taken: number;

/** A store that fails once in a commit, and again when the run is to be taken up. */
class TwiceFailingRepository extends DelegatingRunRepository {
  override async commit(commit: RunCommit): Promise<void> {
    if (failures.commits-- > 0) throw new StorageUnavailableError(new Error('The disk is full.'));
    return super.commit(commit);
  }

  override async takeOrphans(terms: LeaseTerms, now: string, limit: number): Promise<readonly HeldRun[]> {
    const held = await super.takeOrphans(terms, now, limit);
    taken += held.length;
    return held;
  }

  override async findRequest(runId: string): Promise<RunRequest | null> {
    if (taken > 0 && failures.requests-- > 0) {
      throw new StorageUnavailableError(new Error('The disk is full.'));
    }
    return super.findRequest(runId);
  }
}

@Module({
  imports: [
    AppModule,
    Replacement.of(RUN_REPOSITORY, {
      inject: [STORE_OPTIONS],
      useFactory: async (options: StoreOptions) =>
        new TwiceFailingRepository(await openRunRepository(options)),
    }),
  ],
})
class FailingStoreModule {}

describe('a run whose store failed', () => {
  let service: RunningApp;
  afterEach(() => service.stop());

  it('is taken up without a restart, also when the store fails again at just that moment', async () => {
    failures = { commits: 1, requests: 1 };
    taken = 0;
    service = await startApp({ RUN_LEASE_MS: '100' }, FailingStoreModule);
    const { body } = await service.post('/simulate', { seed: await exampleSeed(), rounds: 1 }).expect(503);
    expect(body.error_code).toBe('RUN_STORAGE_UNAVAILABLE');
    const { run_id } = await newestRun(service);
    expect(await runOnce(service, run_id, 'succeeded')).toMatchObject({ rounds_run: 1 });
    expect(taken).toBe(2);
    expect(failures.requests).toBeLessThan(0);
  });
});
