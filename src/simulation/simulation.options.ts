import type { ModelOptions } from './models/model.options.js';

/** Injection token of the {@link SimulationOptions}. */
export const SIMULATION_OPTIONS = Symbol('SIMULATION_OPTIONS');

/** What of a simulation its operator decides. */
export interface SimulationOptions {
  /** The most rounds that a request may ask for. */
  readonly maxRounds: number;
  /** The folder of the world's packs; null is the world that comes with the service. */
  readonly packsDir: string | null;
  /** The language model that writes the comments; null leaves them to the phrase book. */
  readonly model: ModelOptions | null;
}

export const DEFAULT_SIMULATION_OPTIONS: SimulationOptions = {
  maxRounds: 200,
  packsDir: null,
  model: null,
};
