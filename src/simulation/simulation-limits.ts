import { Inject, Injectable } from '@nestjs/common';
import { FieldsInvalidError, moreThan } from '../common/index.js';
import { RUNS_OPTIONS, type RunsOptions } from '../runs/index.js';
import { SIMULATION_OPTIONS, type SimulationOptions } from './simulation.options.js';

/** What of a request only the configuration bounds. */
interface Bounded {
  readonly rounds: number;
  readonly max_stage_retries?: number;
}

/** Knows the bounds that only the configuration gives. */
@Injectable()
export class SimulationLimits {
  constructor(
    @Inject(SIMULATION_OPTIONS) private readonly simulation: SimulationOptions,
    @Inject(RUNS_OPTIONS) private readonly runs: RunsOptions,
  ) {}

  /** @throws FieldsInvalidError naming every field that is out of bounds */
  check({ rounds, max_stage_retries }: Bounded): void {
    const errors = [
      ...moreThan(this.simulation.maxRounds, 'rounds', rounds),
      ...moreThan(this.runs.maxStageRetries, 'max_stage_retries', max_stage_retries),
    ];
    if (errors.length > 0) throw new FieldsInvalidError(errors);
  }
}
