import { ApiProperty } from '@nestjs/swagger';
import { FaultDto } from '../../orchestrator/index.js';

/** What a run was asked to do: with `pipeline`, the body of a POST /runs that asks for the same again. */
export class RunRequestDto {
  /** What the pipeline takes, its defaults filled in. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  input: unknown;
  /** Further tries of each stage node; absent when it was left to the nodes. */
  max_stage_retries?: number;
  /** Failures that were to be injected; those of a fork are none. */
  faults: FaultDto[];
}
