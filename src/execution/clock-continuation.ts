import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { CLOCK, SteadyClock, type Clock } from '../common/index.js';
import { RUN_REPOSITORY, type RunPageRequest, type RunRepository } from '../runs/index.js';

/** A run further ahead than this was created under a wrong clock, and is not followed. */
const MAX_AHEAD_MS = 24 * 3_600_000;

/** Requests the newest run. A page after a cursor needs no count of all runs. */
const NEWEST: RunPageRequest = {
  filter: {},
  limit: 1,
  offset: 0,
  after: { created_at: '9999-12-31T23:59:59.999Z', run_id: 'run-ffffffff-ffff-7fff-bfff-ffffffffffff' },
};

/** Continues time from the newest stored run, so that a clock behind it does not sort new runs before older ones. */
@Injectable()
export class ClockContinuation implements OnModuleInit {
  private readonly logger = new Logger(ClockContinuation.name);

  constructor(
    @Inject(RUN_REPOSITORY) private readonly repository: RunRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** An unreadable store does not prevent the start: health checks report it. */
  async onModuleInit(): Promise<void> {
    if (!(this.clock instanceof SteadyClock)) return;
    try {
      const { items } = await this.repository.list(NEWEST);
      if (items[0]) this.follow(this.clock, items[0].created_at);
    } catch (error) {
      this.logger.error({ msg: 'The newest run could not be read', err: error });
    }
  }

  private follow(clock: SteadyClock, created_at: string): void {
    const aheadMs = Date.parse(created_at) - clock.now().getTime();
    if (!(aheadMs > 0)) return; // NaN if the time is invalid
    const isFollowed = aheadMs <= MAX_AHEAD_MS;
    this.logger.warn({
      msg: 'The clock is behind the newest run',
      behind_ms: aheadMs,
      is_followed: isFollowed,
    });
    if (isFollowed) clock.continueFrom(new Date(created_at));
  }
}
