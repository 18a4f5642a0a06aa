import { useMemo } from 'react';
import type { Schemas } from '../../api/types.js';
import { Chart, type ChartLine } from '../../parts/chart/Chart.js';

type Round = Schemas['ComparedRound'];
type Figure = keyof Schemas['RoundFigures'];

const FIGURES: readonly (readonly [figure: Exclude<Figure, 'status'>, title: string])[] = [
  ['upvote_count', 'Upvotes in each round'],
  ['report_count', 'Reports in each round'],
  ['comment_count', 'Comments in each round'],
  ['max_score', 'Highest score of a comment'],
];

/** The rounds of two runs, over each other. */
export function ComparedCharts({ rounds }: { rounds: readonly Round[] }) {
  const x = useMemo(() => rounds.map(({ round }) => round), [rounds]);
  const charts = useMemo(
    () => FIGURES.map(([figure, title]) => ({ title, lines: linesOf(rounds, figure) })),
    [rounds],
  );
  if (rounds.length === 0) return null;
  return (
    <section className="charts" aria-label="Charts">
      {charts.map(({ title, lines }) => (
        <Chart key={title} title={title} x={x} lines={lines} />
      ))}
    </section>
  );
}

function linesOf(rounds: readonly Round[], figure: Exclude<Figure, 'status'>): readonly ChartLine[] {
  return [
    { label: 'A', colour: 'accent', values: rounds.map(({ left }) => left?.[figure] ?? null) },
    {
      label: 'B',
      colour: 'violet',
      style: 'dashed',
      values: rounds.map(({ right }) => right?.[figure] ?? null),
    },
  ];
}
