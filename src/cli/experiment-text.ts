import { plainTable } from './plain-table.js';

/** A share with its interval of 95 %. */
interface Share {
  readonly count: number;
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

interface Quantiles {
  readonly p5: number;
  readonly p50: number;
  readonly p95: number;
  readonly mean: number;
}

interface Group {
  readonly values: Readonly<Record<string, unknown>>;
  readonly runs: number;
  readonly thread_status: Readonly<Record<string, Share>>;
  readonly termination_reason: Readonly<Record<string, Share>>;
  readonly frame: Readonly<Record<string, Share>>;
  readonly figures: Readonly<Record<string, Quantiles>>;
}

/** What is read of an experiment. */
export interface Experiment {
  readonly experiment_id: string;
  readonly name: string | null;
  readonly status: string;
  readonly total: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly results: {
    readonly groups: readonly Group[];
    readonly branches: readonly {
      readonly ending: string;
      readonly share: number;
      readonly typical: string;
      readonly extreme: string;
    }[];
  };
}

/** One of the figures that two experiments are compared by. */
export interface ComparedFigure {
  readonly name: string;
  readonly group: unknown;
  readonly baseline: number | null;
  readonly value: number | null;
  readonly difference: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly verdict: string;
}

/** The answer of GET /experiments/{id}/compare/{baseline_id}. */
export interface Comparison {
  readonly figures: readonly ComparedFigure[];
  readonly verdict: string;
}

const SHARES = ['thread_status', 'termination_reason', 'frame'] as const;
/** What came out, for a terminal. Pure. */
export function describeExperiment({
  experiment_id,
  name,
  status,
  total,
  counts,
  results,
}: Experiment): string {
  const done = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${count} ${state}`)
    .join(', ');
  return [
    `${experiment_id}${name ? ` “${name}”` : ''}: ${status}; ${total} runs: ${done}`,
    ...results.groups.map(groupText),
    branchesText(results.branches),
  ].join('\n');
}

function groupText({ values, runs, figures, ...group }: Group): string {
  const name = Object.keys(values).length > 0 ? `${JSON.stringify(values)}: ` : '';
  const shares = SHARES.flatMap((of) =>
    Object.entries(group[of])
      .toSorted(([, one], [, other]) => other.count - one.count)
      .map(([value, { count, share, low, high }]) => [
        of,
        value,
        count,
        percent(share),
        `${percent(low)}–${percent(high)}`,
      ]),
  );
  const rows = Object.entries(figures).map(([figure, { p5, p50, p95, mean }]) => [
    figure,
    ...[p5, p50, p95, mean].map(rounded),
  ]);
  return [
    `\n${name}${runs} runs`,
    plainTable(['', '', 'runs', 'share', '95 %'], shares),
    '',
    plainTable(['a run has', 'p5', 'median', 'p95', 'mean'], rows),
    '',
  ].join('\n');
}

function branchesText(branches: Experiment['results']['branches']): string {
  if (branches.length === 0) return '';
  const rows = branches.map(({ ending, share, typical, extreme }) => [
    ending,
    percent(share),
    typical,
    extreme,
  ]);
  return `${plainTable(['worth reading', 'share', 'most typical', 'most extreme'], rows)}\n`;
}

/** The figures that have changed, and how many have not. Pure. */
export function describeComparison({ figures, verdict }: Comparison): string {
  const changed = figures.filter((figure) => figure.verdict === 'changed');
  const kept = figures.length - changed.length;
  const lines = [`${verdict}: ${changed.length} of ${figures.length} figures changed, ${kept} did not`];
  if (changed.length > 0) {
    const rows = changed.map(({ name, group, baseline, value, difference, low, high }) => [
      name,
      typeof group === 'string' ? group : JSON.stringify(group),
      ...[baseline, value, difference].map(rounded),
      `${rounded(low)} to ${rounded(high)}`,
    ]);
    lines.push('', plainTable(['figure', 'group', 'baseline', 'now', 'difference', 'interval'], rows));
  }
  return `${lines.join('\n')}\n`;
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

function rounded(value: number | null): string {
  if (value === null) return '–';
  return Number.isInteger(value) ? String(value) : value.toFixed(3);
}
