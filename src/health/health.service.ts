import { Inject, Injectable, Logger } from '@nestjs/common';
import { ProjectError } from '../common/index.js';
import { RUN_REPOSITORY, type RunRepository } from '../runs/index.js';
import { WorldStore } from '../simulation/index.js';
import type { HealthDto } from './dto/health.dto.js';

/** A part of the service cannot be used. */
export class NotReadyError extends ProjectError {
  constructor(checks: Readonly<Record<string, string>>, cause: unknown) {
    super('SYS_NOT_READY', 'A part of the service cannot be used.', { checks }, { cause });
  }
}

/** Looks at the parts that runs need. */
@Injectable()
export class HealthService {
  private readonly logger = new Logger(HealthService.name);

  constructor(
    @Inject(RUN_REPOSITORY) private readonly repository: RunRepository,
    private readonly worlds: WorldStore,
  ) {}

  /** @throws NotReadyError naming the part that cannot be used */
  async ready(): Promise<HealthDto> {
    const packs = this.packs();
    try {
      await this.repository.probe();
    } catch (error) {
      this.logger.error({ msg: 'The run store cannot be used', err: error });
      throw new NotReadyError({ packs, repository: 'cannot be written or read' }, error);
    }
    return { status: 'ok', checks: { packs, repository: 'writes and reads' } };
  }

  /** A changed folder that was refused leaves the service usable: the world that was loaded before still is. */
  private packs(): string {
    const { current, refusedFaults } = this.worlds;
    const loaded = `loaded, fingerprint ${current.fingerprint}`;
    if (refusedFaults.length === 0) return loaded;
    return `${loaded}; the changed folder was refused with ${refusedFaults.length} fault(s), see the server log`;
  }
}
