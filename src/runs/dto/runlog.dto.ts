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

/** Which page of the log, or of the rows that fit the filters, this is. */
export class RunlogPageDto {
  /** The rows come after this one. */
  after_seq: number;
  /** How many rows at the most. */
  limit: number;
  /** The `after_seq` of the next page; null when there are no further rows at the moment. */
  next_after_seq: number | null;
}

/** The run log. */
export class RunlogDto {
  run_id: string;
  rows: RunlogRowDto[];
  /** Describes the whole log, whatever part of it `rows` is. */
  summary: RunlogSummaryDto;
  /** Only when a page was asked for. */
  page?: RunlogPageDto;
}
