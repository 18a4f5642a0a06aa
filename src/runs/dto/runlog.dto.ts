import { ApiProperty } from '@nestjs/swagger';
import { RunlogSummaryDto } from './runlog-summary.dto.js';

/** Which page of the log, or of the rows that fit the filters, this is. */
export class RunlogPageDto {
  /** The rows come after this one. */
  after_seq: number;
  /** How many rows at most. */
  limit: number;
  /** The `after_seq` of the next page; null when there are no further rows at the moment. */
  next_after_seq: number | null;
}

/** The run log. */
export class RunlogDto {
  /** Whose log it is. */
  run_id: string;
  /** Oldest first. */
  @ApiProperty({ type: 'array', items: { $ref: '#/components/schemas/RunlogRow' } })
  rows: object[];
  /** Describes the whole log, whatever part of it `rows` is. */
  summary: RunlogSummaryDto;
  /** Only when a page was asked for. */
  @ApiProperty({ required: false, type: () => RunlogPageDto })
  page?: RunlogPageDto;
}
