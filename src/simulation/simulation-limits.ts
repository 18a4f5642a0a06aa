import { Inject, Injectable } from '@nestjs/common';
import { FieldsInvalidError, moreThan, type FieldError } from '../common/index.js';
import { SIMULATION_OPTIONS, type SimulationOptions } from './simulation.options.js';

/** What of a request bounds itself, or is bounded by the configuration. */
interface BoundedRequest {
  readonly rounds: number;
  readonly seed: { readonly hidden_facts: readonly string[] };
  readonly interventions: readonly { readonly round: number; readonly hidden_fact?: number }[];
}

const SAYS_SOMETHING = /[\p{L}\p{N}]/u;

/** Interventions after the last round, or of hidden facts that there are not. */
function interventionFaults({ rounds, seed, interventions }: BoundedRequest): FieldError[] {
  return interventions.flatMap(({ round, hidden_fact }, index) => {
    const at = `/interventions/${index}`;
    const errors = moreThan(rounds, 'round', round).map(({ message }) => ({
      pointer: `${at}/round`,
      message: `${message}, the number of rounds`,
    }));
    if (hidden_fact === undefined) return errors;
    const fact = seed.hidden_facts[hidden_fact];
    const message =
      fact === undefined
        ? `hidden_fact must be less than ${seed.hidden_facts.length}, the number of hidden facts`
        : 'hidden_fact must name a fact that says something';
    if (fact !== undefined && SAYS_SOMETHING.test(fact)) return errors;
    return [...errors, { pointer: `${at}/hidden_fact`, message }];
  });
}

/** Knows the bounds that no schema gives: those of the configuration, and of a request by itself. */
@Injectable()
export class SimulationLimits {
  constructor(@Inject(SIMULATION_OPTIONS) private readonly options: SimulationOptions) {}

  /** @throws FieldsInvalidError */
  check(request: BoundedRequest): void {
    const errors = [
      ...moreThan(this.options.maxRounds, 'rounds', request.rounds),
      ...interventionFaults(request),
    ];
    if (errors.length > 0) throw new FieldsInvalidError(errors);
  }
}
