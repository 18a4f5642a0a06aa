import { useMemo } from 'react';
import type { Schemas } from '../../../api/types.js';
import { Chart, type ChartBand, type ChartLine } from '../../../parts/chart/Chart.js';

type Rounds = readonly Schemas['RoundBands'][];
const FIGURES = [
  ['reports', 'Reports, round by round', 'bad'],
  ['upvotes', 'Upvotes, round by round', 'accent'],
] as const;
/** Of the lines below: between the 95th and the 5th percentile. */
const EDGES = [1, 2] as const;

/** The rounds over all runs that played them: the median, and where nine runs of ten lie. */
export function Bands({ rounds }: { rounds: Rounds }) {
  const x = useMemo(() => rounds.map(({ round }) => round), [rounds]);
  const charts = useMemo(
    () =>
      FIGURES.map(([figure, title, colour]) => ({
        title,
        lines: linesOf(rounds, figure, colour),
        band: { label: 'Shaded: nine runs of ten', edges: EDGES, colour } satisfies ChartBand,
      })),
    [rounds],
  );
  const least = rounds.at(-1)?.runs ?? 0;
  const [first] = rounds;
  if (!first) return null;
  return (
    <section aria-label="Round by round">
      <div className="charts">
        {charts.map(({ title, lines, band }) => (
          <Chart key={title} title={title} x={x} lines={lines} band={band} />
        ))}
      </div>
      {least < first.runs && (
        <p className="muted">
          Later rounds have fewer runs: {first.runs} played round {first.round}, {least} the last one.
        </p>
      )}
    </section>
  );
}

function linesOf(rounds: Rounds, figure: 'reports' | 'upvotes', colour: 'bad' | 'accent'): ChartLine[] {
  const values = (quantile: keyof Schemas['Band']) => rounds.map((round) => round[figure][quantile]);
  return [
    { label: 'Median', colour, values: values('p50') },
    { label: '95th percentile', colour, values: values('p95'), style: 'edge' },
    { label: '5th percentile', colour, values: values('p5'), style: 'edge' },
  ];
}
