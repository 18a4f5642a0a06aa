import { Module } from '@nestjs/common';
import { CLOCK, replaceable } from '../common/index.js';
import { RUN_REPOSITORY } from '../runs/index.js';
import { RepositoryCloser } from './repository-closer.js';
import { openRunRepository } from './run-repository.factory.js';
import { STORE_OPTIONS } from './store.options.js';

/** The repository that the options name, or that a team has put in its place. */
@Module({
  providers: [
    ...replaceable(RUN_REPOSITORY, { inject: [STORE_OPTIONS, CLOCK], useFactory: openRunRepository }),
    RepositoryCloser,
  ],
  exports: [RUN_REPOSITORY],
})
export class StorageModule {}
