import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { RUN_REPOSITORY, type RunRepository } from '../ports/run.repository.js';

/** Gives the space of deleted runs back to the system, once for all that were deleted in the meantime. */
@Injectable()
export class SpaceReclaimer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(SpaceReclaimer.name);
  private working: Promise<void> | null = null;
  private isWanted = false;

  constructor(@Inject(RUN_REPOSITORY) private readonly repository: RunRepository) {}

  /** A process that died may have left something behind. */
  onApplicationBootstrap(): void {
    this.reclaimSoon();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.working;
  }

  /** Returns at once. */
  reclaimSoon(): void {
    this.isWanted = true;
    this.working ??= this.reclaim();
  }

  private async reclaim(): Promise<void> {
    while (this.isWanted) {
      this.isWanted = false;
      await this.repository.reclaimSpace().catch((error: unknown) => {
        this.logger.error({ msg: 'The space of deleted runs could not be given back', err: error });
      });
    }
    this.working = null;
  }
}
