import { ApiProperty } from '@nestjs/swagger';
import { Failure, prefixPaths, type ErrorBody } from '../../common/index.js';
import { durationOf, type RunRecord, type RunStatus } from '../domain/run.js';
import { publicSummary } from '../domain/runlog-summary.js';
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
  /** What a pipeline with a report made of the run; 404 until it has ended. */
  report: string;
}

/** A run without its summary, as lists hold it. */
export class RunListItemDto {
  /** `run-` and a UUIDv7. */
  run_id: string;
  /**
   * What it executes; see GET /stages.
   * @example "simulation"
   */
  pipeline: string;
  /** `interrupted`: its process ended before it did, and nobody has taken it up yet. */
  status: RunStatus;
  /**
   * What the run is about; null when its pipeline does not say.
   * @example "Pier Nine manifest comes up one dream short"
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
  /** The seed that a simulation starts from. */
  seed_id: string | null;
  /** The board that the thread is on. */
  board_id: string | null;
  /** The zone of the board. */
  zone_id: string | null;
  /** SHA-256 of the world that the run began with. */
  pack_fingerprint: string | null;
  /** The same input and random seed give the same run. */
  random_seed: string;
  /** Further tries of each stage node. */
  max_stage_retries: number;
  /** The stage node at work; null once the run has ended. */
  current_stage: string | null;
  /** ISO 8601, UTC: when the next attempt starts, while the run waits for it. */
  next_retry_at: string | null;
  /** `visible`, `hidden`, `locked`, `ghost` or `sanctioned`. */
  thread_status: string | null;
  /**
   * What ended the rounds.
   * @example "round_limit"
   */
  termination_reason: string | null;
  /** Reports of the whole thread. */
  total_reports: number | null;
  /** Rounds that were played. */
  rounds_run: number | null;
  /** Whether the report is fit to write from. */
  report_gate_pass: boolean | null;
  /** `stage_checkpoint` rows of outcome `retry`. */
  stage_retry_count: number;
  /** `stage_checkpoint` rows of outcome `failed`. */
  stage_failure_count: number;
  /** The most attempts that a stage node took. */
  max_stage_attempts: number;
  /** The run that this one was forked from. */
  forked_from: string | null;
  /** The version of the rows' format. */
  runlog_version: 'runlog.v1';
  /** What executes the run: this process itself. */
  backend: 'inline';
  /** Why the run failed: what POST /simulate answered, without what belongs to that request. */
  @ApiProperty({ type: () => Failure, nullable: true })
  error: ErrorBody | null;
  /** Where to go on from here. */
  links: RunLinksDto;

  static of(run: RunRecord): RunListItemDto {
    return runListItem(run);
  }
}

/** A run: one execution of a pipeline on one input. */
export class RunDto extends RunListItemDto {
  /** Counters over the run's rows. */
  summary: RunlogSummaryDto;
  /** What it was asked to do; null when that cannot be read. */
  @ApiProperty({ type: () => RunRequestDto, nullable: true })
  request: RunRequestDto | null;

  static override of(run: RunRecord, request: RunRequestDto | null = null, prefix = ''): RunDto {
    return Object.assign(runListItem(run, prefix), { summary: publicSummary(run.summary), request });
  }
}

/**
 * A run as lists hold it.
 * @param prefix stands before every path: see `UrlPrefix`
 */
export function runListItem(run: RunRecord, prefix = ''): RunListItemDto {
  const { summary, run_id, pipeline, status, title, ...rest } = run;
  const self = `${prefix}/runs/${run_id}`;
  return {
    run_id,
    pipeline,
    status,
    title,
    ...rest,
    error: run.error && prefixPaths(run.error, prefix),
    duration_ms: durationOf(run),
    stage_retry_count: summary.stage.retry_count,
    stage_failure_count: summary.stage.failure_count,
    max_stage_attempts: summary.stage.max_attempts,
    runlog_version: 'runlog.v1',
    backend: 'inline',
    links: {
      self,
      runlog: `${self}/runlog`,
      events: `${self}/events`,
      report: `${self}/report`,
    },
  };
}
