import { IsInt, IsObject, IsString, Length, Max, Min, ValidateBy, ValidateIf } from 'class-validator';
import { IsOptionalNotNull, WellFormed } from '../../common/index.js';

/** A fork leaves its source at one point. */
function WithoutStage(): PropertyDecorator {
  return ValidateBy({
    name: 'withoutStage',
    validator: {
      validate: (_, args) =>
        args !== undefined && !('from_stage' in args.object && args.object.from_stage !== undefined),
      defaultMessage: () => 'from_round cannot be given together with from_stage',
    },
  });
}

/** Where a fork leaves the path of its original, by stage or by round, and what is to be other from there on. */
export class ForkRunDto {
  /**
   * The first stage node that the new run does itself; the stages before it are taken over.
   * @example "moderation"
   */
  @ValidateIf(({ from_round }: ForkRunDto, value) => value !== undefined || from_round === undefined)
  @IsString()
  @Length(1, 128)
  @WellFormed()
  from_stage?: string;

  /** Instead of a stage: the first round that may differ, in pipelines that have rounds. 1 is the first. */
  @IsOptionalNotNull()
  @IsInt()
  @Min(1)
  @Max(1_000)
  @WithoutStage()
  from_round?: number;

  /** What is to be other from that point on. A simulation takes `{interventions?, rounds?, dial?, random_seed?}`. */
  @IsOptionalNotNull()
  @IsObject()
  changes?: Record<string, unknown>;
}
