import { Inject, Injectable, Logger } from '@nestjs/common';
import { CLOCK, ProjectError, ShutdownState, type Clock } from '../common/index.js';
import { APP_CONFIG, type AppConfig } from '../config/index.js';
import { RUN_QUEUE, RUN_REPOSITORY, type RunQueue, type RunRepository } from '../runs/index.js';
import { WorldStore } from '../simulation/index.js';
import { DiskFullError, checkDiskSpace } from './disk-space.js';
import type { HealthDto } from './dto/health.dto.js';
import { LateError, CoalescedCheck } from './coalesced-check.js';

/** The time limit of a check, in milliseconds. */
const LIMIT_MS = 2_000;

/** The result of checking one part. */
interface Finding {
  readonly part: string;
  readonly isUsable: boolean;
  /** Human-readable; may be shown to callers. */
  readonly text: string;
}

/** The service cannot run anything now: parts of it cannot be used, or it is shutting down. */
class NotReadyError extends ProjectError {
  constructor(message: string, checks: Readonly<Record<string, string>>) {
    super('SYS_NOT_READY', message, { checks });
  }

  static unusable(parts: readonly string[], checks: Readonly<Record<string, string>>): NotReadyError {
    return new NotReadyError(`Parts of the service cannot be used: ${parts.join(', ')}.`, checks);
  }

  static shuttingDown(): NotReadyError {
    return new NotReadyError('The service is shutting down.', { process: 'shutting down' });
  }
}

/** Checks the parts that runs need. */
@Injectable()
export class HealthService {
  private readonly logger = new Logger(HealthService.name);
  private readonly repositoryCheck: CoalescedCheck<string>;
  private readonly diskCheck: CoalescedCheck<string> | null;
  private readonly queueCheck: CoalescedCheck<string> | null;

  constructor(
    @Inject(RUN_REPOSITORY) repository: RunRepository,
    @Inject(RUN_QUEUE) queue: RunQueue,
    private readonly worlds: WorldStore,
    private readonly shutdown: ShutdownState,
    @Inject(CLOCK) clock: Clock,
    @Inject(APP_CONFIG) { RUN_REPOSITORY: kind, DATA_DIR, MIN_FREE_DISK_MB }: AppConfig,
  ) {
    const probe = () => repository.probe().then(() => 'writes and reads');
    this.repositoryCheck = new CoalescedCheck(probe, clock, LIMIT_MS);
    const describe = queue.describe?.bind(queue);
    this.queueCheck = describe ? new CoalescedCheck(describe, clock, LIMIT_MS) : null;
    const disk = () => checkDiskSpace(DATA_DIR, MIN_FREE_DISK_MB);
    this.diskCheck =
      kind === 'memory' || kind === 'postgres' ? null : new CoalescedCheck(disk, clock, LIMIT_MS);
  }

  /** @throws NotReadyError naming the unusable parts; always, once a shutdown has begun */
  async ready(): Promise<HealthDto> {
    if (this.shutdown.hasBegun) throw NotReadyError.shuttingDown();
    const checked = await Promise.all([
      this.find('repository', this.repositoryCheck, 'cannot be written or read'),
      ...(this.diskCheck ? [this.find('disk', this.diskCheck, 'cannot be looked at')] : []),
    ]);
    const packs = { part: 'packs', isUsable: true, text: this.packs() };
    const findings = [packs, ...checked, ...(await this.queue())];
    const checks = Object.fromEntries(findings.map(({ part, text }) => [part, text]));
    const unusable = findings.filter(({ isUsable }) => !isUsable).map(({ part }) => part);
    if (unusable.length > 0) throw NotReadyError.unusable(unusable, checks);
    return { status: 'ok', checks };
  }

  private async find(part: string, check: CoalescedCheck<string>, otherwise: string): Promise<Finding> {
    try {
      return { part, isUsable: true, text: await check.run() };
    } catch (error) {
      this.logger.error({ msg: 'A part of the service cannot be used', part, err: error });
      return { part, isUsable: false, text: isForCallers(error) ? error.message : otherwise };
    }
  }

  /** Runs are accepted, and executed a little later, while the queue between processes cannot be reached. */
  private async queue(): Promise<Finding[]> {
    if (!this.queueCheck) return [];
    const found = await this.find('queue', this.queueCheck, 'cannot be looked at');
    return [{ ...found, isUsable: true }];
  }

  /** When a changed folder is rejected, the service stays usable with the world loaded before. */
  private packs(): string {
    const { current, refusedFaults } = this.worlds;
    const loaded = `loaded, fingerprint ${current.fingerprint}`;
    if (refusedFaults.length === 0) return loaded;
    return `${loaded}; the changed folder was refused with ${refusedFaults.length} fault(s), see the server log`;
  }
}

/** Whether the message is meant for callers. */
function isForCallers(error: unknown): error is Error {
  return error instanceof ProjectError || error instanceof DiskFullError || error instanceof LateError;
}
