import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { CLOCK, type Clock } from '../../common/index.js';
import { RetentionService } from './retention.service.js';

const HOUR_MS = 3_600_000;

/** Deletes expired runs at the start, and every hour. */
@Injectable()
export class RetentionSweeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(RetentionSweeper.name);
  private readonly stopping = new AbortController();
  private working: Promise<void> = Promise.resolve();

  constructor(
    private readonly retention: RetentionService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    if (this.retention.isOn) this.working = this.sweepHourly();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort(new Error('The application ends.'));
    await this.working;
  }

  private async sweepHourly(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.sweep(signal).catch((error: unknown) => {
        this.logger.error({ msg: 'Expired runs could not be deleted', err: error });
      });
      await this.clock.sleep(HOUR_MS, signal).catch(() => undefined); // aborted: we end
    }
  }

  private async sweep(signal: AbortSignal): Promise<void> {
    const deleted = await this.retention.apply(signal);
    if (deleted > 0) this.logger.log({ msg: 'Expired runs were deleted', runs: deleted });
  }
}
