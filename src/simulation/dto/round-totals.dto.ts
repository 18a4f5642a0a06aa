import { Transform } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsString, Length } from 'class-validator';
import { WellFormed } from '../../common/index.js';

/** Which runs to tell the rounds of. */
export class RoundTotalsQueryDto {
  /** The runs, given several times; those that cannot be read are left out. */
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? [value] : value))
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @Length(1, 128, { each: true })
  @WellFormed({ each: true })
  run_id: string[];
}

/** What was counted in each round of a run, from round 1. */
export class RoundTotalsDto {
  run_id: string;
  upvotes: number[];
  reports: number[];
}

/** The rounds of several runs. */
export class RoundTotalsListDto {
  items: RoundTotalsDto[];
}
