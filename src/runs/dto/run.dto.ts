import { ApiProperty } from '@nestjs/swagger';
import { Failure, type ErrorBody } from '../../common/index.js';
import type { RunBackend, RunStatus } from '../domain/run.js';
import { RunRequestDto } from './run-request.dto.js';
import { RunlogSummaryDto } from './runlog-summary.dto.js';

/** Where to go on from a run. */
export class RunLinksDto {
  /**
   * The run itself.
   * @example "/runs/run-019b3f4e-7c1a-7d2b-9e3f-5a6b7c8d9e0f"
   */
  self: string;
  /** Every row of its log. */
  runlog: string;
  /** The rows as they become durable, as server-sent events. */
  events: string;
}

/** Where a fork left its source. */
class ForkedAtDto {
  /** The first stage node that the fork did itself. */
  stage: string;
  /** The first round that could differ; null when it was forked at a stage. */
  round: number | null;
}

/** A run without its summary, as lists hold it; with the attributes that its pipeline declares. */
export class RunListItemDto {
  /** `run-` and a UUIDv7. */
  run_id: string;
  /**
   * What it executes; see GET /stages.
   * @example "simulation"
   */
  pipeline: string;
  /** `interrupted`: its process ended before it did, and nobody has recovered it yet. */
  status: RunStatus;
  /**
   * What the run is about; null when its pipeline does not say.
   * @example "What the harbour bell did at dusk"
   */
  title: string | null;
  /** ISO 8601, UTC. */
  created_at: string;
  /** ISO 8601, UTC; null while the run waits in the queue. */
  started_at: string | null;
  /** ISO 8601, UTC; null while the run goes on. */
  ended_at: string | null;
  /** Whole milliseconds from start to end; null while the run goes on. */
  duration_ms: number | null;
  /** The same input and random seed give the same run. */
  random_seed: string;
  /** Further tries of each stage node. */
  max_stage_retries: number;
  /** The stage node at work; null once the run has ended. */
  current_stage: string | null;
  /** ISO 8601, UTC: when the next attempt starts, while the run waits for it. */
  next_retry_at: string | null;
  /** `stage_checkpoint` rows of outcome `retry`. */
  stage_retry_count: number;
  /** `stage_checkpoint` rows of outcome `failed`. */
  stage_failure_count: number;
  /** The most attempts that a stage node took. */
  max_stage_attempts: number;
  /** The run that this one was forked from. */
  forked_from: string | null;
  /** Where it left that run; null when it is no fork. */
  @ApiProperty({ type: () => ForkedAtDto, nullable: true })
  forked_at: ForkedAtDto | null;
  /** The version of the rows' format. */
  runlog_version: 'runlog.v1';
  /** Who executes the run: `inline`, the process that has accepted it; `bullmq`, whichever worker takes it. */
  backend: RunBackend;
  /** Why the run failed: the problem that its caller got, without what belongs to that request. */
  @ApiProperty({ type: () => Failure, nullable: true })
  error: ErrorBody | null;
  /** Where to go on from here. */
  links: RunLinksDto;
}

/** A run: one execution of a pipeline on one input. */
export class RunDto extends RunListItemDto {
  /** Counters over the run's rows. */
  summary: RunlogSummaryDto;
  /** What it was asked to do; null when that cannot be read, or the token does not permit it. */
  @ApiProperty({ type: () => RunRequestDto, nullable: true })
  request: RunRequestDto | null;
}
