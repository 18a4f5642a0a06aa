import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsDefined,
  IsInt,
  IsObject,
  IsString,
  Length,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsOptionalNotNull, WellFormed } from '../../common/index.js';
import { AFTER_ROUNDS, BEFORE_ROUNDS } from '../domain/input-change.js';
import { MOST_INTERVENTIONS } from '../domain/intervention.js';
import { InterventionDto } from './intervention.dto.js';
import { DialDto } from './seed.dto.js';
import { SumsTo } from './sums-to.js';

/** What is other from a point of the run on. */
class ChangeDto {
  /** Weights of urgency, evidence, mediation, safety and hype. */
  @IsOptionalNotNull()
  @IsObject()
  @ValidateNested()
  @SumsTo(100)
  @Type(() => DialDto)
  dial?: DialDto;

  /** What the draws start from. */
  @IsOptionalNotNull()
  @IsString()
  @Length(1, 256)
  @WellFormed()
  random_seed?: string;
}

/** What is other from a round on than at the beginning; a fork with changes has them. */
export class InputChangeDto extends ChangeDto {
  /** 0 stands for the choice of the thread, 1001 for what comes when the rounds are over. */
  @IsDefined()
  @IsInt()
  @Min(BEFORE_ROUNDS)
  @Max(AFTER_ROUNDS)
  from_round: number;
}

/** What is other in a fork of a simulation, from the point on where it leaves its source. */
export class ForkChangesDto extends ChangeDto {
  /** Those from that point on; the ones before it stay. */
  @IsOptionalNotNull()
  @IsArray()
  @ArrayMaxSize(MOST_INTERVENTIONS)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => InterventionDto)
  interventions?: InterventionDto[];

  /** Rounds at the most. */
  @IsOptionalNotNull()
  @IsInt()
  @Min(1)
  @Max(1_000)
  rounds?: number;
}
