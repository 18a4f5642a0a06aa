import { rounded } from '../../domain/numbers.js';
import { Branches, type Branch } from './branches.js';
import type { GroupValues } from './experiment-plan.js';
import { FIGURES, type ExperimentRun, type FigureName, type RunEnding } from './experiment-run.js';
import { Histogram } from './histogram.js';
import { ValueCounts, type Share } from './shares.js';

/** Quantiles over runs. */
export interface Band {
  p5: number;
  p50: number;
  p95: number;
}

/** How a figure is distributed over runs; the variance is that of a sample. */
export interface FigureSummary extends Band {
  mean: number;
  variance: number;
}

/** A round over the runs that played it. */
export interface RoundBands {
  round: number;
  /** How many runs played it. */
  runs: number;
  reports: Band;
  upvotes: Band;
}

/** What the runs of a group have come to that have succeeded. */
export interface GroupResults {
  values: GroupValues;
  runs: number;
  thread_status: Record<string, Share>;
  termination_reason: Record<string, Share>;
  frame: Record<string, Share>;
  figures: Record<FigureName, FigureSummary>;
  rounds: RoundBands[];
}

export interface ExperimentResults {
  /** In the order of the plan. */
  groups: GroupResults[];
  branches: Branch[];
}

/** How many runs have ended, and how. */
export interface EndedCounts {
  succeeded: number;
  failed: number;
  cancelled: number;
}

/** Counts the runs of one group. */
class GroupTally {
  private readonly statuses = new ValueCounts();
  private readonly reasons = new ValueCounts();
  private readonly frames = new ValueCounts();
  private readonly figures = FIGURES.map((name) => ({ name, histogram: new Histogram() }));
  private readonly rounds: { readonly reports: Histogram; readonly upvotes: Histogram }[] = [];
  private runs = 0;

  constructor(private readonly values: GroupValues) {}

  add({ thread_status, termination_reason, frame, figures, rounds }: RunEnding): void {
    this.runs += 1;
    this.statuses.add(thread_status);
    this.reasons.add(termination_reason);
    this.frames.add(frame);
    for (const { name, histogram } of this.figures) histogram.add(figures[name]);
    for (const [index, { reports, upvotes }] of rounds.entries()) {
      const round = (this.rounds[index] ??= { reports: new Histogram(), upvotes: new Histogram() });
      round.reports.add(reports);
      round.upvotes.add(upvotes);
    }
  }

  results(): GroupResults {
    const { values, runs } = this;
    return {
      values,
      runs,
      thread_status: this.statuses.shares(runs),
      termination_reason: this.reasons.shares(runs),
      frame: this.frames.shares(runs),
      figures: Object.fromEntries(
        this.figures.map(({ name, histogram }) => [name, summaryOf(histogram)]),
      ) as Record<FigureName, FigureSummary>,
      rounds: this.rounds.map(({ reports, upvotes }, index) => ({
        round: index + 1,
        runs: reports.size,
        reports: bandOf(reports),
        upvotes: bandOf(upvotes),
      })),
    };
  }
}

/** Counts the runs of an experiment: what it gives costs the same however many runs there were. */
export class ExperimentTally {
  readonly counts: EndedCounts = { succeeded: 0, failed: 0, cancelled: 0 };
  private readonly groups: readonly GroupTally[];
  private readonly branches = new Branches();

  constructor(groups: readonly GroupValues[]) {
    this.groups = groups.map((values) => new GroupTally(values));
  }

  /** To be called in the order in which the runs were planned. */
  add({ status, group, run_id, ending }: ExperimentRun): void {
    this.counts[status] += 1;
    if (status !== 'succeeded' || !ending || run_id === null) return;
    this.groups[group]?.add(ending);
    this.branches.add(ending.thread_status, run_id, ending.figures);
  }

  results(): ExperimentResults {
    return { groups: this.groups.map((group) => group.results()), branches: this.branches.worthReading() };
  }
}

function bandOf(histogram: Histogram): Band {
  const [p5 = 0, p50 = 0, p95 = 0] = histogram.quantiles(0.05, 0.5, 0.95);
  return { p5, p50, p95 };
}

function summaryOf(histogram: Histogram): FigureSummary {
  const { mean, variance } = histogram;
  return { ...bandOf(histogram), mean: rounded(mean), variance: rounded(variance) };
}
