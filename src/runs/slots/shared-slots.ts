import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, IDS, type Clock, type IdGenerator } from '../../common/index.js';
import { RUN_REPOSITORY, type RunRepository } from '../ports/run.repository.js';
import { SlotPool } from './slot-pool.js';

/** Limits what goes on at a time over all processes that share the run repository. */
@Injectable()
export class SharedSlots {
  constructor(
    @Inject(RUN_REPOSITORY) private readonly repository: RunRepository,
    @Inject(IDS) private readonly ids: IdGenerator,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Slots under a name; all processes share those of equal names.
   * @param places how many at a time
   */
  pool(name: string, places: number): SlotPool {
    const nextHolder = () => this.ids.requestId();
    return new SlotPool({ name, places }, this.repository.slots ?? null, nextHolder, this.clock);
  }
}
