import { Inject, Injectable } from '@nestjs/common';
import { FieldsInvalidError, moreThan } from '../common/index.js';
import { SIMULATION_OPTIONS, type SimulationOptions } from './simulation.options.js';

/** Knows the bounds that only the configuration gives. */
@Injectable()
export class SimulationLimits {
  constructor(@Inject(SIMULATION_OPTIONS) private readonly options: SimulationOptions) {}

  /** @throws FieldsInvalidError */
  check({ rounds }: { readonly rounds: number }): void {
    const errors = moreThan(this.options.maxRounds, 'rounds', rounds);
    if (errors.length > 0) throw new FieldsInvalidError(errors);
  }
}
