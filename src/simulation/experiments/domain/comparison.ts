import { differenceOfMeans, differenceOfShares, type Difference, type Part } from './differences.js';
import type { GroupValues } from './experiment-plan.js';
import { FIGURES } from './experiment-run.js';
import type { EndedCounts, ExperimentResults, GroupResults } from './experiment-tally.js';
import { normalQuantile } from './quantiles.js';
import { precise, type Share } from './shares.js';

/** How often a comparison of equal experiments may find a change, over all of its figures. */
const FALSE_ALARMS = 0.05;

type Verdict = 'same' | 'changed';

/** One figure of two experiments. */
export interface ComparedFigure extends Difference {
  /** A share (`thread_status.locked`), or a mean (`reports.mean`). */
  name: string;
  /** What is varied in the group; empty where nothing is, and for the experiment as a whole. */
  group: GroupValues;
  baseline: number;
  value: number;
  verdict: Verdict;
}

/** How two experiments differ. */
export interface Comparison {
  figures: ComparedFigure[];
  /** Whether any figure has changed. */
  verdict: Verdict;
}

/** An experiment, as far as it is compared. */
export interface ComparedExperiment {
  readonly results: ExperimentResults;
  readonly counts: EndedCounts;
}

/** How sure each interval is. */
interface Confidence {
  /** How often it may miss the true difference. */
  readonly alpha: number;
  /** The normal quantile of that. */
  readonly z: number;
}

/** What is compared of two experiments, before it is known how many figures there are. */
interface Pair {
  readonly name: string;
  readonly group: GroupValues;
  readonly value: number;
  readonly baseline: number;
  readonly differ: (confidence: Confidence) => Difference;
}

/**
 * How an experiment differs from a baseline. Groups of equal values are compared, those that are left over in their order.
 * The confidence of each interval is such that all of them hold at once (Bonferroni): with equal experiments, a figure is
 * found to have changed in 5 % of comparisons at the most. Pure.
 */
export function compareExperiments(value: ComparedExperiment, baseline: ComparedExperiment): Comparison {
  const pairs = [
    failures(value.counts, baseline.counts),
    ...matched(value.results.groups, baseline.results.groups).flatMap(([mine, other]) =>
      pairsOf(mine, other),
    ),
  ].filter((pair) => pair !== null);
  const alpha = FALSE_ALARMS / pairs.length;
  const confidence = { alpha, z: normalQuantile(alpha / 2) };
  const figures = pairs.map((pair) => compared(pair, confidence));
  const hasChanged = figures.some(({ verdict }) => verdict === 'changed');
  return { figures, verdict: hasChanged ? 'changed' : 'same' };
}

function compared({ name, group, value, baseline, differ }: Pair, confidence: Confidence): ComparedFigure {
  const { difference, low, high } = differ(confidence);
  const isOff = low !== null && high !== null && (low > 0 || high < 0);
  return {
    name,
    group,
    baseline: precise(baseline),
    value: precise(value),
    difference: precise(difference),
    low: low === null ? null : precise(low),
    high: high === null ? null : precise(high),
    verdict: isOff ? 'changed' : 'same',
  };
}

/** The groups that belong together; a group that the other experiment has no counterpart of is not compared. */
function matched(
  values: readonly GroupResults[],
  baselines: readonly GroupResults[],
): [GroupResults, GroupResults][] {
  const left = new Map(baselines.map((group) => [JSON.stringify(group.values), group]));
  const partners = values.map((group) => {
    const key = JSON.stringify(group.values);
    const equal = left.get(key);
    left.delete(key);
    return equal;
  });
  const others = [...left.values()];
  return values.flatMap((group, index): [GroupResults, GroupResults][] => {
    const partner = partners[index] ?? others.shift();
    return partner ? [[group, partner]] : [];
  });
}

/** The share of runs that have failed. */
function failures(value: EndedCounts, baseline: EndedCounts): Pair | null {
  return shares('failed', {}, failedOf(value), failedOf(baseline));
}

function failedOf({ succeeded, failed }: EndedCounts): Part {
  return { count: failed, total: succeeded + failed };
}

function pairsOf(value: GroupResults, baseline: GroupResults): (Pair | null)[] {
  const { values: group } = value;
  const parts = (['thread_status', 'termination_reason', 'frame'] as const).flatMap((of) =>
    namesOf(value[of], baseline[of]).map((name) =>
      shares(`${of}.${name}`, group, part(value[of][name], value), part(baseline[of][name], baseline)),
    ),
  );
  if (value.runs === 0 || baseline.runs === 0) return parts;
  const means = FIGURES.map((name): Pair => {
    const mine = { size: value.runs, ...value.figures[name] };
    const other = { size: baseline.runs, ...baseline.figures[name] };
    const differ = ({ alpha }: Confidence) => differenceOfMeans(mine, other, alpha);
    return { name: `${name}.mean`, group, value: mine.mean, baseline: other.mean, differ };
  });
  return [...parts, ...means];
}

function namesOf(value: Record<string, Share>, baseline: Record<string, Share>): string[] {
  return [...new Set([...Object.keys(value), ...Object.keys(baseline)])].toSorted();
}

function part(share: Share | undefined, { runs }: GroupResults): Part {
  return { count: share?.count ?? 0, total: runs };
}

/** Null when one of the experiments has no run to have a share in. */
function shares(name: string, group: GroupValues, value: Part, baseline: Part): Pair | null {
  if (value.total === 0 || baseline.total === 0) return null;
  return {
    name,
    group,
    value: value.count / value.total,
    baseline: baseline.count / baseline.total,
    differ: ({ z }) => differenceOfShares(value, baseline, z),
  };
}
