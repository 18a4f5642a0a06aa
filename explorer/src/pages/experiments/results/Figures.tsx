import type { Schemas } from '../../../api/types.js';
import { fraction } from '../../../words/numbers.js';
import { inWords } from '../../../words/run-words.js';

type Summaries = Schemas['FigureSummaries'];
type Summary = Schemas['FigureSummary'];
const NAMES = ['comments', 'upvotes', 'reports', 'rounds_run', 'position_changes'] as const;
const HEIGHT = 22;

/** How the figures of the runs are distributed: nine runs of ten lie between the ends of each line. */
export function Figures({ figures, title }: { figures: Summaries; title: string }) {
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <div className="table-frame" tabIndex={0} role="group" aria-label={`${title}: table`}>
        <table className="figures">
          <thead>
            <tr>
              <th scope="col">Of a run</th>
              <th scope="col" className="figure-range">
                <span className="visually-hidden">Range</span>
              </th>
              <th scope="col">5 %</th>
              <th scope="col">Median</th>
              <th scope="col">95 %</th>
              <th scope="col">Mean</th>
            </tr>
          </thead>
          <tbody>
            {NAMES.map((name) => (
              <tr key={name}>
                <th scope="row">{inWords(name)}</th>
                <td className="figure-range">
                  <Range figure={figures[name]} />
                </td>
                <td>{fraction(figures[name].p5)}</td>
                <td>{fraction(figures[name].p50)}</td>
                <td>{fraction(figures[name].p95)}</td>
                <td>{fraction(figures[name].mean)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** From 0 on: a line from the 5th to the 95th percentile, a stroke at the median, a dot at the mean. */
function Range({ figure: { p5, p50, p95, mean } }: { figure: Summary }) {
  const most = Math.max(p95, mean, 1) * 1.05;
  const at = (value: number) => `${((value / most) * 100).toFixed(2)}%`;
  const middle = HEIGHT / 2;
  return (
    <svg className="range" height={HEIGHT} aria-hidden="true">
      <line className="range-whole" x1="0" x2="100%" y1={middle} y2={middle} />
      <line className="range-most" x1={at(p5)} x2={at(p95)} y1={middle} y2={middle} />
      <line className="range-median" x1={at(p50)} x2={at(p50)} y1={middle - 7} y2={middle + 7} />
      <circle className="range-mean" cx={at(mean)} cy={middle} r={3.5} />
    </svg>
  );
}
