import { useMemo } from 'react';
import type { Schemas } from '../../../api/types.js';
import { useRows } from '../../../live/use-rows.js';
import { ProblemView } from '../../../parts/ProblemView.js';
import { Chart, type ChartLevel, type ChartLine } from '../../../parts/chart/Chart.js';
import { useWorldOf } from '../../../parts/run-world.js';
import { useRun } from '../run-context.js';
import { threadOf, type RoundState } from '../thread/thread-model.js';
import { THREAD_TYPES } from '../thread/thread-types.js';

/** The run, round by round. */
export function ChartsView() {
  const run = useRun();
  const { rows, isComplete, error, reload } = useRows(run.run_id, THREAD_TYPES);
  const world = useWorldOf(run);
  const rounds = useMemo(() => threadOf(rows).rounds, [rows]);
  const charts = useMemo(() => chartsOf(rounds), [rounds]);
  const levels = useMemo(() => levelsOf(world?.report_thresholds), [world]);
  if (error != null) return <ProblemView error={error} retry={reload} />;
  if (rounds.length === 0) {
    return (
      <p className="empty">{isComplete ? 'No round has been played to its end.' : 'Reading the rounds …'}</p>
    );
  }
  return (
    <section className="charts" aria-label="Charts">
      <Chart title="Votes and comments" x={charts.x} lines={charts.votes} />
      <Chart title="Reports so far" x={charts.x} lines={charts.reports} levels={levels} />
      <Chart title="Positions" x={charts.x} lines={charts.positions} />
      {charts.heat && <Chart title="Heat of the meme" x={charts.x} lines={charts.heat} />}
    </section>
  );
}

interface Lines {
  readonly x: readonly number[];
  readonly votes: readonly ChartLine[];
  readonly reports: readonly ChartLine[];
  readonly positions: readonly ChartLine[];
  readonly heat: readonly ChartLine[] | null;
}

function chartsOf(rounds: readonly RoundState[]): Lines {
  const line = (
    label: string,
    colour: ChartLine['colour'],
    value: (round: RoundState) => number | null,
    style?: ChartLine['style'],
  ) => ({
    label,
    colour,
    values: rounds.map(value),
    ...(style && { style }),
  });
  return {
    x: rounds.map(({ round }) => round),
    votes: [
      line('Upvotes', 'accent', ({ upvotes }) => upvotes, 'area'),
      line('Comments', 'muted', ({ comments }) => comments),
    ],
    reports: [line('Reports', 'bad', ({ reports }) => reports, 'area')],
    positions: [
      line('For: somebody has to answer', 'bad', ({ positions }) => positions.for),
      line('Undecided', 'muted', ({ positions }) => positions.undecided, 'dashed'),
      line('Against', 'accent', ({ positions }) => positions.against),
    ],
    heat: rounds.some(({ heat }) => heat !== null)
      ? [line('Heat', 'violet', ({ heat }) => heat, 'area')]
      : null,
  };
}

/** Where moderation acts: the account of whoever speaks moves it. */
function levelsOf(thresholds: Schemas['ReportThresholds'] | undefined): readonly ChartLevel[] {
  if (!thresholds) return [];
  const shifts = Object.values(thresholds.shift);
  const around = (value: number) => [value + Math.min(0, ...shifts), value + Math.max(0, ...shifts)] as const;
  return [
    { label: 'Hidden from here', value: thresholds.hidden, colour: 'warn', range: around(thresholds.hidden) },
    {
      label: 'Locked from here, once hidden',
      value: thresholds.locked,
      colour: 'violet',
      range: around(thresholds.locked),
    },
  ];
}
