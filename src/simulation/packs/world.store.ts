import { fileURLToPath } from 'node:url';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { APP_CONFIG, type AppConfig } from '../../config/index.js';
import { NonRetryableStageError } from '../../orchestrator/index.js';
import { loadWorld } from './world-loader.js';
import type { World } from './world.js';

/** The packs that come with the service. */
const SHIPPED_WORLD = fileURLToPath(new URL('../data', import.meta.url));

/** Holds the loaded world: read, checked and indexed once, when the application starts. */
@Injectable()
export class WorldStore implements OnModuleInit {
  private world: World | null = null;

  constructor(@Inject(APP_CONFIG) private readonly config: AppConfig) {}

  /** @throws PackFolderError when the packs cannot be used */
  async onModuleInit(): Promise<void> {
    this.world = await loadWorld(this.config.PACKS_DIR ?? SHIPPED_WORLD);
  }

  /** The world that new runs begin with. */
  get current(): World {
    if (!this.world) throw new Error('The packs are used before the application is initialised.');
    return this.world;
  }

  /**
   * The world that a run began with.
   * @throws NonRetryableStageError when it is no longer loaded
   */
  of(fingerprint: string): World {
    if (this.current.fingerprint === fingerprint) return this.current;
    throw new NonRetryableStageError('The packs have changed since this run began.');
  }
}
