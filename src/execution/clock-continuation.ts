import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { CLOCK, SteadyClock, type Clock } from '../common/index.js';
import { RUN_REPOSITORY, type RunPageRequest, type RunRepository } from '../runs/index.js';

/** A run from further ahead than this was made under a clock that was plainly wrong: new runs do not follow it. */
const FURTHEST_MS = 24 * 3_600_000;

/** The newest run. A page after a place costs no count of all runs. */
const NEWEST: RunPageRequest = {
  filter: {},
  limit: 1,
  offset: 0,
  after: { created_at: '9999-12-31T23:59:59.999Z', run_id: 'run-ffffffff-ffff-7fff-bfff-ffffffffffff' },
};

/** Lets time go on from the newest stored run, so that a clock that is behind it puts no new run behind older ones. */
@Injectable()
export class ClockContinuation implements OnModuleInit {
  private readonly logger = new Logger(ClockContinuation.name);

  constructor(
    @Inject(RUN_REPOSITORY) private readonly repository: RunRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** A store that cannot be read does not keep the service from starting: health checks tell of it. */
  async onModuleInit(): Promise<void> {
    if (!(this.clock instanceof SteadyClock)) return;
    try {
      const { items } = await this.repository.list(NEWEST);
      if (items[0]) this.goOnFrom(this.clock, items[0].created_at);
    } catch (error) {
      this.logger.error({ msg: 'The newest run could not be read', err: error });
    }
  }

  private goOnFrom(clock: SteadyClock, created_at: string): void {
    const aheadMs = Date.parse(created_at) - clock.now().getTime();
    if (!(aheadMs > 0)) return; // nor does a time that cannot be read lead anywhere
    const isFollowed = aheadMs <= FURTHEST_MS;
    this.logger.warn({
      msg: 'The clock is behind the newest run',
      behind_ms: aheadMs,
      is_followed: isFollowed,
    });
    if (isFollowed) clock.continueFrom(new Date(created_at));
  }
}
