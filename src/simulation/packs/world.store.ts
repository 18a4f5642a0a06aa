import { fileURLToPath } from 'node:url';
import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { NonRetryableStageError } from '../../orchestrator/index.js';
import { SIMULATION_OPTIONS, type SimulationOptions } from '../simulation.options.js';
import { failedChecks } from '../canon/canon-gate.js';
import { PackFolderError, describeFault, fileFault, type PackFault } from './pack-fault.js';
import { loadWorld } from './world-loader.js';
import type { World } from './world.js';

/** The packs that come with the service. */
const SHIPPED_WORLD = fileURLToPath(new URL('../data', import.meta.url));
/** Worlds before the current one that runs in flight can go on with. */
const KEPT_WORLDS = 8;

/** Holds the loaded world: read, checked and indexed when the application starts, and again when told to. */
@Injectable()
export class WorldStore implements OnModuleInit {
  private readonly logger = new Logger(WorldStore.name);
  /** By fingerprint; the current world is the last. */
  private readonly worlds = new Map<string, World>();
  private world: World | null = null;
  private refused: readonly PackFault[] = [];
  private reloading: Promise<unknown> = Promise.resolve();

  constructor(@Inject(SIMULATION_OPTIONS) private readonly options: SimulationOptions) {}

  /** @throws PackFolderError when the packs cannot be used */
  async onModuleInit(): Promise<void> {
    this.take(await loadWorld(this.folder));
  }

  /** The world that new runs begin with. */
  get current(): World {
    if (!this.world) throw new Error('The packs are used before the application is initialised.');
    return this.world;
  }

  /** What was wrong with the folder when it was read last; nothing unless the current world is an older one. */
  get refusedFaults(): readonly PackFault[] {
    return this.refused;
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
   * Reads the folder again. A world that can be used takes the place of the current one for new runs; with a folder
   * that cannot, the current one stays. Calls take turns. Never throws.
   * @returns what is wrong with the folder; nothing when its world is the current one now
   */
  reload(): Promise<readonly PackFault[]> {
    const turn = this.reloading.then(() => this.readAgain());
    this.reloading = turn;
    return turn;
  }

  private async readAgain(): Promise<readonly PackFault[]> {
    try {
      this.take(await loadWorld(this.folder));
    } catch (error) {
      this.refused = error instanceof PackFolderError ? error.faults : [fileFault('*', 'cannot be checked')];
      this.logger.error({
        msg: 'The changed packs are refused; the loaded world stays',
        pack_fingerprint: this.current.fingerprint,
        faults: this.refused.map(describeFault),
        ...(!(error instanceof PackFolderError) && { err: error }),
      });
    }
    return this.refused;
  }

  private take(world: World): void {
    this.refused = [];
    this.world = world;
    this.worlds.delete(world.fingerprint);
    this.worlds.set(world.fingerprint, world);
    for (const fingerprint of [...this.worlds.keys()].slice(0, -1 - KEPT_WORLDS)) {
      this.worlds.delete(fingerprint);
    }
    this.logger.log({
      msg: 'The packs are loaded',
      pack_fingerprint: world.fingerprint,
      pack_version: world.manifest.pack_version,
    });
    if (world.warnings.length > 0) {
      this.logger.warn({ msg: 'The packs have oddities', warnings: world.warnings.map(describeFault) });
    }
    const failed = failedChecks(world);
    if (failed.length > 0) this.logger.warn({ msg: 'The canon gate will refuse every run', checks: failed });
  }

  private get folder(): string {
    return this.options.packsDir ?? SHIPPED_WORLD;
  }
}
