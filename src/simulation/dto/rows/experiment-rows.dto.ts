import { RowEnvelopeDto } from '../../../orchestrator/index.js';
import type {
  ExperimentRun,
  FigureName,
  RoundCounts,
  RunEnding,
} from '../../experiments/domain/experiment-run.js';

/** What was counted in one round. */
class RoundCountsDto implements RoundCounts {
  reports: number;
  upvotes: number;
}

/** The totals of a run. */
class RunFiguresDto implements Record<FigureName, number> {
  comments: number;
  upvotes: number;
  reports: number;
  rounds_run: number;
  position_changes: number;
}

/** What a simulation has come to. */
class RunEndingDto implements RunEnding {
  /** @example "locked" */
  thread_status: string;
  /** @example "round_limit" */
  termination_reason: string;
  /** How the incident was told. */
  frame: string;
  figures: RunFiguresDto;
  /** In order, from round 1. */
  rounds: RoundCountsDto[];
}

/** A run of an experiment that has ended. */
export class ExperimentRunRowDto extends RowEnvelopeDto implements ExperimentRun {
  type: 'experiment_run';
  /** Its place in the experiment's plan, from 0. */
  index: number;
  /** Which of the experiment's groups it belongs to, from 0. */
  group: number;
  /** Null when it could not be started. */
  run_id: string | null;
  random_seed: string;
  status: 'succeeded' | 'failed' | 'cancelled';
  /** Null unless it has succeeded. */
  ending: RunEndingDto | null;
  /** Null unless it has failed. */
  error_code: string | null;
}
