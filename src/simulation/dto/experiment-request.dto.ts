import { ApiExtraModels, ApiProperty, OmitType, getSchemaPath } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsDefined,
  IsInt,
  IsObject,
  IsString,
  Length,
  Max,
  Min,
  ValidateBy,
  ValidateNested,
} from 'class-validator';
import { IsOptionalNotNull, WellFormed } from '../../common/index.js';
import { MOST_INTERVENTIONS } from '../domain/intervention.js';
import { InterventionDto } from './intervention.dto.js';
import { DialDto } from './seed.dto.js';
import { SimulationInputDto } from './simulation-input.dto.js';

const MOST_VALUES = 10_000;
const LONGEST_SEED = 256;
const MOST_PACKS = 100;

/** A number of random seeds, or a list of them. How many there may be is for the experiment as a whole to say. */
function IsRandomSeeds(): PropertyDecorator {
  return ValidateBy({
    name: 'isRandomSeeds',
    validator: {
      validate: (value: unknown) =>
        Array.isArray(value) ? isListOfSeeds(value) : Number.isSafeInteger(value) && Number(value) > 0,
      defaultMessage: () =>
        `$property must be a positive whole number, or a list of different texts of 1 to ${LONGEST_SEED} characters`,
    },
  });
}

function isListOfSeeds(list: readonly unknown[]): boolean {
  const seeds = list.filter((seed): seed is string => typeof seed === 'string' && isSeed(seed));
  return list.length > 0 && seeds.length === list.length && new Set(seeds).size === list.length;
}

function isSeed(text: string): boolean {
  return text.length > 0 && text.length <= LONGEST_SEED && text.isWellFormed() && !text.includes('\0');
}

/** What all runs of an experiment have in common, unless it is varied. */
export class ExperimentInputDto extends OmitType(SimulationInputDto, ['random_seed']) {}

/** What is varied: there is a run for each combination, 10,000 at the most. */
@ApiExtraModels(InterventionDto)
export class VariationDto {
  /** A number of random seeds, `"1"` to the number, or a list of them; the seed's id alone unless given. */
  @IsOptionalNotNull()
  @IsRandomSeeds()
  @ApiProperty({
    oneOf: [
      { type: 'integer', minimum: 1, maximum: MOST_VALUES },
      {
        type: 'array',
        minItems: 1,
        maxItems: MOST_VALUES,
        uniqueItems: true,
        items: { type: 'string', minLength: 1, maxLength: LONGEST_SEED },
      },
    ],
    example: 200,
  })
  random_seeds?: number | string[];

  /** Dials of the seed. */
  @IsOptionalNotNull()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_VALUES)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => DialDto)
  dials?: DialDto[];

  /** Rounds at the most. */
  @IsOptionalNotNull()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_VALUES)
  @IsInt({ each: true })
  @Min(1, { each: true })
  @Max(1_000, { each: true })
  rounds?: number[];

  /** Lists of interventions: `[[], […]]` compares a world without and with them. */
  @IsOptionalNotNull()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_VALUES)
  @IsArray({ each: true })
  @ApiProperty({
    type: 'array',
    items: {
      type: 'array',
      maxItems: MOST_INTERVENTIONS,
      items: { $ref: getSchemaPath(InterventionDto) },
    },
  })
  interventions?: InterventionDto[][];

  /** Names of packs, of `worlds` of GET /packs: the same incident in several worlds. */
  @IsOptionalNotNull()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_PACKS)
  @ArrayUnique()
  @IsString({ each: true })
  @Length(1, 32, { each: true })
  @WellFormed({ each: true })
  packs?: string[];
}

/** One incident, simulated many times. */
export class ExperimentDto {
  /** For people; the seed's title unless given. */
  @IsOptionalNotNull()
  @IsString()
  @Length(1, 200)
  @WellFormed()
  name?: string;

  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => ExperimentInputDto)
  input: ExperimentInputDto;

  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => VariationDto)
  vary: VariationDto;

  /** Further tries of each stage node of its runs; the service's MAX_STAGE_RETRIES bounds it. */
  @IsOptionalNotNull()
  @IsInt()
  @Min(0)
  @Max(100)
  max_stage_retries?: number;
}
