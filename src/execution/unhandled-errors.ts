import { Inject, Injectable, Logger } from '@nestjs/common';
import { CLOCK, type Clock } from '../common/index.js';
import { AttemptScope, UnhandledRejectionError, type ScopedAttempt } from '../orchestrator/index.js';
import { ActiveRuns } from './active-runs.js';

/** How long an exiting process may take to save which run is to blame, in milliseconds. */
const LAST_WRITE_MS = 1_000;

/** The process whose errors are handled. */
type ErrorHost = Pick<NodeJS.Process, 'on' | 'off' | 'exit'>;

/**
 * Handles unhandled rejections and uncaught exceptions. A rejection that belongs to an attempt fails that attempt; any
 * other, and every uncaught exception, ends the process with status 1, since its state is unknown. Each is logged, with
 * run, stage node and attempt if known.
 *
 * It affects the whole process, so only the service's own program installs it, or an application that does so explicitly.
 */
@Injectable()
export class UnhandledErrors {
  private readonly logger = new Logger(UnhandledErrors.name);

  constructor(
    private readonly scope: AttemptScope,
    private readonly active: ActiveRuns,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Installs the handlers.
   * @returns removes them
   */
  install(host: ErrorHost = process): () => void {
    this.scope.track();
    const onRejection = (reason: unknown) => this.onRejection(reason, host);
    const onException = (error: unknown) => void this.onException(error, host);
    host.on('unhandledRejection', onRejection);
    host.on('uncaughtException', onException);
    return () => {
      host.off('unhandledRejection', onRejection);
      host.off('uncaughtException', onException);
    };
  }

  /** Node calls this in the async context of the promise, which identifies its attempt. */
  private onRejection(reason: unknown, host: ErrorHost): void {
    const attempt = this.scope.current;
    if (!attempt) {
      const msg = 'An unhandled rejection ends the process: no stage attempt has started it';
      this.logger.fatal({ msg, active_runs: this.active.ids(), err: reason });
      host.exit(1);
      return;
    }
    const msg = attempt.fail(new UnhandledRejectionError(reason))
      ? 'An unhandled rejection fails its stage attempt'
      : 'An unhandled rejection came after its stage attempt had ended, and changes nothing';
    this.logger.error({ msg, ...fieldsOf(attempt), err: reason });
  }

  private async onException(error: unknown, host: ErrorHost): Promise<void> {
    const attempt = this.scope.current;
    const where = attempt && fieldsOf(attempt);
    const msg = 'An uncaught exception ends the process';
    this.logger.fatal({ msg, ...where, active_runs: this.active.ids(), err: error });
    if (attempt) await this.blame(attempt);
    host.exit(1);
  }

  /** Saves that the run is to blame, within a time limit, so that other runs are not suspected. */
  private async blame(attempt: ScopedAttempt): Promise<void> {
    const saved = this.active.blame(attempt).catch((error: unknown) => {
      this.logger.error({ msg: 'The blame could not be saved', ...fieldsOf(attempt), err: error });
    });
    await Promise.race([saved, this.clock.sleep(LAST_WRITE_MS)]);
  }
}

function fieldsOf({ runId, stageNode, attempt }: ScopedAttempt) {
  return { run_id: runId, stage_node: stageNode, attempt };
}
