import { Inject, Injectable, Logger } from '@nestjs/common';
import { CLOCK, type Clock } from '../common/index.js';
import { AttemptScope, UnhandledRejectionError, type ScopedAttempt } from '../orchestrator/index.js';
import { ActiveRuns } from './active-runs.js';

/** How long a dying process may take to save which run is to blame, in milliseconds. */
const LAST_WRITE_MS = 1_000;

/** The process that errors are caught in. */
export type ErrorHost = Pick<NodeJS.Process, 'on' | 'off' | 'exit'>;

/**
 * Handles what nothing else does. An unhandled rejection that an attempt has started fails that attempt; any other, and
 * every uncaught exception, ends the process with status 1: nobody knows what state it is in. Each is one line of the
 * log, with run, stage node and attempt when they are known.
 *
 * It changes what the whole process does, so nothing installs it but the service's own program, or whoever asks for it.
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
   * Handles the errors of a process from now on.
   * @returns ends that
   */
  install(host: ErrorHost = process): () => void {
    const onRejection = (reason: unknown) => this.onRejection(reason, host);
    const onException = (error: unknown) => void this.onException(error, host);
    host.on('unhandledRejection', onRejection);
    host.on('uncaughtException', onException);
    return () => {
      host.off('unhandledRejection', onRejection);
      host.off('uncaughtException', onException);
    };
  }

  /** Node calls this in the context of the promise: that tells which attempt has started it. */
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

  /** Saves that the run is to blame, so that no other one is charged; what that takes is bounded. */
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
