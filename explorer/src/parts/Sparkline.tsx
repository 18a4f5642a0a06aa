import { useQuery } from '@tanstack/react-query';
import { loadTotals } from './round-totals.js';

const WIDTH = 96;
const HEIGHT = 28;

/** The upvotes (area) and the reports (line) of a run, round by round. */
export function Sparkline({ runId, rounds }: { runId: string; rounds: number }) {
  const { data } = useQuery({
    queryKey: ['totals', runId, rounds],
    queryFn: () => loadTotals(runId),
    staleTime: Infinity,
    enabled: rounds > 0,
    retry: false,
    placeholderData: (before) => before,
  });
  if (!data || data.upvotes.length === 0) return <span className="spark" aria-hidden="true" />;
  const most = Math.max(1, ...data.upvotes, ...data.reports);
  return (
    <svg
      className="spark"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`${sum(data.upvotes)} upvotes and ${sum(data.reports)} reports in ${data.upvotes.length} rounds`}
    >
      <path className="spark-upvotes" d={`${lineOf(data.upvotes, most)} V${HEIGHT} H1 Z`} />
      <path className="spark-reports" d={lineOf(data.reports, most)} />
    </svg>
  );
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function lineOf(values: readonly number[], most: number): string {
  const step = (WIDTH - 2) / Math.max(1, values.length - 1);
  const points = (values.length === 1 ? [...values, ...values] : values).map(
    (value, index) =>
      `${(1 + index * step).toFixed(1)} ${(HEIGHT - 2 - (value / most) * (HEIGHT - 5)).toFixed(1)}`,
  );
  return `M${points.join(' L')}`;
}
