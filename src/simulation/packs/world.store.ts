import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { NonRetryableStageError } from '../../orchestrator/index.js';
import { DEFAULT_PACKS, SIMULATION_OPTIONS, type SimulationOptions } from '../simulation.options.js';
import { UnknownPacksError } from '../simulation.errors.js';
import { failedChecks } from '../canon/canon-gate.js';
import { PackFolderError, describeFault, fileFault, type PackFault } from './pack-fault.js';
import { folderOfPacks, namesOfPacks } from './pack-folders.js';
import { loadWorld } from './world-loader.js';
import type { World } from './world.js';

/** Worlds of each packs that are nobody's current one any more, and that runs in flight can go on with. */
const KEPT_WORLDS = 8;

/**
 * Holds the loaded worlds: the service's own, and one for each further folder that the operator has named. Read, checked
 * and indexed when the application starts, and again when told to.
 */
@Injectable()
export class WorldStore implements OnModuleInit {
  private readonly logger = new Logger(WorldStore.name);
  /** By fingerprint, those that were taken last at the end. */
  private readonly worlds = new Map<string, World>();
  /** By the name of the packs. */
  private readonly newest = new Map<string, World>();
  private readonly refused = new Map<string, readonly PackFault[]>();
  private reloading: Promise<unknown> = Promise.resolve();

  constructor(@Inject(SIMULATION_OPTIONS) private readonly options: SimulationOptions) {}

  /** @throws PackFolderError when packs cannot be used */
  async onModuleInit(): Promise<void> {
    for (const name of this.names) this.take(name, await loadWorld(folderOfPacks(name, this.options)));
  }

  /** The names of all packs: `default`, and those that the operator gave. */
  get names(): readonly string[] {
    return namesOfPacks(this.options);
  }

  /** The world that new runs begin with, unless they ask for other packs. */
  get current(): World {
    return this.named(DEFAULT_PACKS);
  }

  /**
   * The world that new runs of these packs begin with.
   * @throws UnknownPacksError when the operator has not named any so
   */
  named(name: string): World {
    const world = this.newest.get(name);
    if (world) return world;
    if (this.newest.size === 0) throw new Error('The packs are used before the application is initialised.');
    throw new UnknownPacksError(name, this.names);
  }

  /** What was wrong with folders when they were read last; nothing unless a current world is an older one. */
  get refusedFaults(): readonly PackFault[] {
    return [...this.refused.values()].flat();
  }

  /**
   * The world that a run began with.
   * @throws NonRetryableStageError when it is no longer kept
   */
  of(fingerprint: string): World {
    const world = this.worlds.get(fingerprint);
    if (!world) throw new NonRetryableStageError('The packs have changed since this run began.');
    return world;
  }

  /** The world with this fingerprint, as far as it is still kept. */
  find(fingerprint: string): World | undefined {
    return this.worlds.get(fingerprint);
  }

  /**
   * Reads the folders again. A world that can be used takes the place of the one before for new runs; of a folder
   * that cannot, the loaded world stays. Calls take turns. Never throws.
   * @returns what is wrong with the folders; nothing when their worlds are the current ones now
   */
  reload(): Promise<readonly PackFault[]> {
    const turn = this.reloading.then(() => this.readAgain());
    this.reloading = turn;
    return turn;
  }

  private async readAgain(): Promise<readonly PackFault[]> {
    for (const name of this.names) {
      try {
        this.take(name, await loadWorld(folderOfPacks(name, this.options)));
      } catch (error) {
        const faults =
          error instanceof PackFolderError ? error.faults : [fileFault('*', 'cannot be checked')];
        this.refused.set(name, faults);
        this.logger.error({
          msg: 'The changed packs are refused; the loaded world stays',
          packs: name,
          pack_fingerprint: this.named(name).fingerprint,
          faults: faults.map(describeFault),
          ...(!(error instanceof PackFolderError) && { err: error }),
        });
      }
    }
    return this.refusedFaults;
  }

  private take(name: string, world: World): void {
    this.refused.delete(name);
    this.newest.set(name, world);
    this.worlds.delete(world.fingerprint);
    this.worlds.set(world.fingerprint, world);
    this.forgetOldest();
    this.logger.log({
      msg: 'The packs are loaded',
      packs: name,
      pack_fingerprint: world.fingerprint,
      pack_version: world.manifest.pack_version,
    });
    if (world.warnings.length > 0) {
      this.logger.warn({
        msg: 'The packs have oddities',
        packs: name,
        warnings: world.warnings.map(describeFault),
      });
    }
    const failed = failedChecks(world);
    if (failed.length > 0)
      this.logger.warn({ msg: 'The canon gate will refuse every run', packs: name, checks: failed });
  }

  private forgetOldest(): void {
    const current = new Set([...this.newest.values()].map(({ fingerprint }) => fingerprint));
    const others = [...this.worlds.keys()].filter((fingerprint) => !current.has(fingerprint));
    for (const fingerprint of others.slice(0, -KEPT_WORLDS * this.names.length))
      this.worlds.delete(fingerprint);
  }
}
