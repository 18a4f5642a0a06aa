import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsInt, IsObject, Max, Min, ValidateNested } from 'class-validator';
import { IsOptionalNotNull } from '../../common/index.js';
import { FaultDto } from '../../orchestrator/index.js';

/** What a caller may say of any run, whatever its pipeline. */
export class RunOptionsDto {
  /** Further tries of each stage; the service's MAX_STAGE_RETRIES bounds it. */
  @IsOptionalNotNull()
  @IsInt()
  @Min(0)
  @Max(100)
  max_stage_retries?: number;

  /** Only with FAULT_INJECTION=true. */
  @IsOptionalNotNull()
  @IsArray()
  @ArrayMaxSize(20)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => FaultDto)
  faults?: FaultDto[];
}
