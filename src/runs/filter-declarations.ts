import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { PipelineRegistry } from './pipeline.registry.js';
import type { RunStore } from './ports/run-store.js';
import { RUN_REPOSITORY } from './ports/run.repository.js';

/** Tells the repository what lists filter by, once all pipelines are known. */
@Injectable()
export class FilterDeclarations implements OnApplicationBootstrap {
  private readonly logger = new Logger(FilterDeclarations.name);

  constructor(
    @Inject(RUN_REPOSITORY) private readonly store: RunStore,
    private readonly pipelines: PipelineRegistry,
  ) {}

  /** A store that cannot be used does not keep the application from starting: lists are slower until the next start. */
  async onApplicationBootstrap(): Promise<void> {
    try {
      await this.store.declareFilters?.(Object.keys(this.pipelines.filters()));
    } catch (error) {
      this.logger.error({ msg: 'The filters of lists could not be declared', err: error });
    }
  }
}
