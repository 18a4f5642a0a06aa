/** What is counted of a thread, in this order. */
export const FIGURES = ['comments', 'upvotes', 'reports', 'rounds_run', 'position_changes'] as const;
export type FigureName = (typeof FIGURES)[number];

/** What was counted in one round. */
export interface RoundCounts {
  reports: number;
  upvotes: number;
}

/** What a simulation has come to. */
export interface RunEnding {
  thread_status: string;
  termination_reason: string;
  /** How the incident was told. */
  frame: string;
  figures: Record<FigureName, number>;
  /** In order, from round 1. */
  rounds: RoundCounts[];
}

/** One run of an experiment that has ended: the row `experiment_run`. */
export interface ExperimentRun {
  index: number;
  /** Which of the experiment's groups it belongs to, from 0. */
  group: number;
  /** Null when it could not be started. */
  run_id: string | null;
  random_seed: string;
  status: 'succeeded' | 'failed' | 'cancelled';
  /** Null unless it has succeeded. */
  ending: RunEnding | null;
  /** Null unless it has failed. */
  error_code: string | null;
}
