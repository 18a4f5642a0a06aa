import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsDefined,
  IsInt,
  IsObject,
  IsString,
  Length,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { WellFormed, IsOptionalNotNull } from '../../common/index.js';
import { MOST_CHANGES } from '../domain/input-change.js';
import { MOST_INTERVENTIONS } from '../domain/intervention.js';
import { InputChangeDto } from './changes.dto.js';
import { InterventionDto } from './intervention.dto.js';
import { SeedDto } from './seed.dto.js';

/** The input of a simulation. */
export class SimulationInputDto {
  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => SeedDto)
  seed: SeedDto;

  /** Rounds at the most; the service's MAX_ROUNDS bounds it. */
  @IsInt()
  @Min(1)
  @Max(1_000)
  rounds: number = 3;

  /** The same seed and random seed give the same run; the seed's id unless given. */
  @IsOptionalNotNull()
  @IsString()
  @Length(1, 256)
  @WellFormed()
  random_seed?: string;

  /**
   * Whether the random seed alone decides about the draws, so that variations of one incident can be compared. Unless
   * given, another incident has other draws with the same random seed.
   */
  @IsOptionalNotNull()
  @IsBoolean()
  common_random_numbers: boolean = false;

  /** What happens to the thread from outside, before the first comment of a round; several in one round in this order. */
  @IsArray()
  @ArrayMaxSize(MOST_INTERVENTIONS)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => InterventionDto)
  interventions: InterventionDto[] = [];

  /** The name of the packs whose world it is: one of `worlds` of GET /packs; `default` unless given. */
  @IsOptionalNotNull()
  @IsString()
  @Length(1, 32)
  @WellFormed()
  packs?: string;

  /** What is other from a round on. A fork with changes has them; a run with them is what such a fork is. */
  @IsArray()
  @ArrayMaxSize(MOST_CHANGES)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => InputChangeDto)
  changes: InputChangeDto[] = [];
}
