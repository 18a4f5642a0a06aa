import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsDefined,
  IsIn,
  IsInt,
  IsObject,
  IsString,
  Length,
  Max,
  Min,
  ValidateBy,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import type { Fault } from '../../orchestrator/index.js';
import { SeedDto } from './seed.dto.js';
import { WellFormed } from './well-formed.js';

const whenGiven = (_: unknown, value: unknown) => value !== undefined;

/** A failure to inject, so that callers can try out how they handle failures. */
export class FaultDto implements Fault {
  /** @example "moderation" */
  @IsString()
  @Length(1, 64)
  stage_node: string;

  /** Attempts throw, hang until their timeout, or start late. */
  @IsIn(['error', 'hang', 'delay'])
  kind: 'error' | 'hang' | 'delay';

  /** The first attempts that it meets, counted over the run's whole life; `all`: each. */
  @ValidateBy({
    name: 'attempts',
    validator: {
      validate: (value: unknown) => value === 'all' || (Number.isInteger(value) && Number(value) >= 1),
      defaultMessage: () => `attempts must be a whole number, at least 1, or 'all'`,
    },
  })
  attempts: number | 'all';

  /** How late a `delay` starts, in milliseconds. */
  @ValidateIf(whenGiven)
  @IsInt()
  @Min(0)
  @Max(600_000)
  delay_ms?: number;
}

/** What to simulate. */
export class SimulateDto {
  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => SeedDto)
  seed: SeedDto;

  /** Rounds at the most; the service's MAX_ROUNDS bounds it. */
  @IsInt()
  @Min(1)
  rounds: number = 3;

  /** Further tries of each stage; the service's MAX_STAGE_RETRIES bounds it. */
  @ValidateIf(whenGiven)
  @IsInt()
  @Min(0)
  max_stage_retries?: number;

  /** The same seed and random seed give the same run; the seed's id unless given. */
  @ValidateIf(whenGiven)
  @IsString()
  @Length(1, 256)
  @WellFormed()
  random_seed?: string;

  /** Only with FAULT_INJECTION=true. */
  @ValidateIf(whenGiven)
  @IsArray()
  @ArrayMaxSize(20)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => FaultDto)
  faults?: FaultDto[];
}
