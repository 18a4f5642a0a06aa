/** What is known of one stage node of a run. */
export class NodeSummaryDto {
  /** The id of the stage node. */
  node_id: string;
  /** `success`, `failed` or `cancelled`. */
  outcome: string;
  /** The first one included. */
  attempts: number;
  /** From the first attempt's start to the last one's end, in whole milliseconds. */
  duration_ms: number;
}

/** Counters over the run's attempts. */
export class StageSummaryDto {
  /** `stage_checkpoint` rows of outcome `retry`. */
  retry_count: number;
  /** `stage_checkpoint` rows of outcome `failed`. */
  failure_count: number;
  /** The largest attempt number seen. */
  max_attempts: number;
  nodes: NodeSummaryDto[];
}

/** Counters over the run's rows, kept with the run: they cost the same for ten rows and a million. */
export class RunlogSummaryDto {
  /** How many rows there are of each type. */
  row_counts: Record<string, number>;
  /** How many rows there are. */
  rows: number;
  /** UTF-8 bytes of the rows' JSON. */
  bytes: number;
  /** When the first row was written. */
  first_at: string | null;
  /** When the last row was written. */
  last_at: string | null;
  stage: StageSummaryDto;
}
