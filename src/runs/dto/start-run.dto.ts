import { IsObject, IsString, Length } from 'class-validator';
import { WellFormed } from '../../common/index.js';
import { RunOptionsDto } from './run-options.dto.js';

/** A run to accept. */
export class StartRunDto extends RunOptionsDto {
  /**
   * The id of a pipeline; see GET /stages.
   * @example "simulation"
   */
  @IsString()
  @Length(1, 128)
  @WellFormed()
  pipeline: string;

  /** What the pipeline takes. A simulation takes `{seed, rounds?, random_seed?, common_random_numbers?, interventions?}`, as POST /simulate does. */
  @IsObject()
  input: Record<string, unknown>;
}
