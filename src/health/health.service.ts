import { Inject, Injectable, Logger } from '@nestjs/common';
import { CLOCK, ProjectError, ShutdownState, type Clock } from '../common/index.js';
import { APP_CONFIG, type AppConfig } from '../config/index.js';
import { RUN_REPOSITORY, type RunRepository } from '../runs/index.js';
import { WorldStore } from '../simulation/index.js';
import { DiskFullError, checkDiskSpace } from './disk-space.js';
import type { HealthDto } from './dto/health.dto.js';
import { LateError, CoalescedCheck } from './coalesced-check.js';

/** How long a part may take to answer, in milliseconds. */
const LIMIT_MS = 2_000;

/** What was found of one part. */
interface Finding {
  readonly part: string;
  readonly isUsable: boolean;
  /** For people; may be shown to callers. */
  readonly text: string;
}

/** No run should be sent here: parts of the service cannot be used, or it is about to end. */
export class NotReadyError extends ProjectError {
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

/** Looks at the parts that runs need. */
@Injectable()
export class HealthService {
  private readonly logger = new Logger(HealthService.name);
  private readonly repositoryLook: CoalescedCheck<string>;
  private readonly diskLook: CoalescedCheck<string> | null;

  constructor(
    @Inject(RUN_REPOSITORY) repository: RunRepository,
    private readonly worlds: WorldStore,
    private readonly shutdown: ShutdownState,
    @Inject(CLOCK) clock: Clock,
    @Inject(APP_CONFIG) { RUN_REPOSITORY: kind, DATA_DIR, MIN_FREE_DISK_MB }: AppConfig,
  ) {
    const probe = () => repository.probe().then(() => 'writes and reads');
    this.repositoryLook = new CoalescedCheck(probe, clock, LIMIT_MS);
    const disk = () => checkDiskSpace(DATA_DIR, MIN_FREE_DISK_MB);
    this.diskLook = kind === 'memory' ? null : new CoalescedCheck(disk, clock, LIMIT_MS);
  }

  /** @throws NotReadyError naming the parts that cannot be used; from the beginning of a shutdown on, always */
  async ready(): Promise<HealthDto> {
    if (this.shutdown.hasBegun) throw NotReadyError.shuttingDown();
    const looks = await Promise.all([
      this.find('repository', this.repositoryLook, 'cannot be written or read'),
      ...(this.diskLook ? [this.find('disk', this.diskLook, 'cannot be looked at')] : []),
    ]);
    const findings = [{ part: 'packs', isUsable: true, text: this.packs() }, ...looks];
    const checks = Object.fromEntries(findings.map(({ part, text }) => [part, text]));
    const unusable = findings.filter(({ isUsable }) => !isUsable).map(({ part }) => part);
    if (unusable.length > 0) throw NotReadyError.unusable(unusable, checks);
    return { status: 'ok', checks };
  }

  private async find(part: string, look: CoalescedCheck<string>, otherwise: string): Promise<Finding> {
    try {
      return { part, isUsable: true, text: await look.run() };
    } catch (error) {
      this.logger.error({ msg: 'A part of the service cannot be used', part, err: error });
      return { part, isUsable: false, text: isTellable(error) ? error.message : otherwise };
    }
  }

  /** A changed folder that was refused leaves the service usable: the world that was loaded before still is. */
  private packs(): string {
    const { current, refusedFaults } = this.worlds;
    const loaded = `loaded, fingerprint ${current.fingerprint}`;
    if (refusedFaults.length === 0) return loaded;
    return `${loaded}; the changed folder was refused with ${refusedFaults.length} fault(s), see the server log`;
  }
}

/** Whether the message was written for callers. */
function isTellable(error: unknown): error is Error {
  return error instanceof ProjectError || error instanceof DiskFullError || error instanceof LateError;
}
