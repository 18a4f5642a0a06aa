import { RunlogSummaryDto } from './runlog-summary.dto.js';

/** One row: something that happened. Its further fields depend on its type. */
export class RunlogRowDto {
  /** 1, 2, 3 … without a gap. */
  seq: number;
  /** ISO 8601, UTC. */
  at: string;
  /** @example "stage_checkpoint" */
  type: string;
}

/** The run log. */
export class RunlogDto {
  run_id: string;
  rows: RunlogRowDto[];
  summary: RunlogSummaryDto;
}
