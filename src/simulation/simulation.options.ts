import type { ModelOptions } from './models/model.options.js';

/** Injection token of the {@link SimulationOptions}. */
export const SIMULATION_OPTIONS = Symbol('SIMULATION_OPTIONS');

/** What of a simulation its operator decides. */
export interface SimulationOptions {
  /** The most rounds that a request may ask for. */
  readonly maxRounds: number;
  /** The folder of the world's packs; null is the world that comes with the service. */
  readonly packsDir: string | null;
  /** Further folders of packs that a run may ask for, by the name that it asks with: any but `default`. */
  readonly packFolders: Readonly<Record<string, string>>;
  /** The language model that writes the comments; null leaves them to the phrase book. */
  readonly model: ModelOptions | null;
}

/** The name of the service's own packs, those of `packsDir`. */
export const DEFAULT_PACKS = 'default';

export const DEFAULT_SIMULATION_OPTIONS: SimulationOptions = {
  maxRounds: 200,
  packsDir: null,
  packFolders: {},
  model: null,
};
