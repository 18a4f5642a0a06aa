import type { Schemas } from '../../../api/types.js';
import { fraction } from '../../../words/numbers.js';
import { inWords } from '../../../words/run-words.js';
import { groupWords } from '../value-words.js';
import { percent } from './percent.js';

type Figure = Schemas['ComparedFigure'];
const HEIGHT = 22;

/** The figures of two experiments, with the interval of each difference. */
export function ComparedFigures({ figures }: { figures: readonly Figure[] }) {
  const hasGroups = figures.some(({ group }) => groupWords(group) !== '');
  return (
    <div className="table-frame groups-frame" tabIndex={0} role="group" aria-label="Compared figures">
      <table className="figures">
        <thead>
          <tr>
            <th scope="col">Figure</th>
            {hasGroups && <th scope="col">Group</th>}
            <th scope="col">Baseline</th>
            <th scope="col">Here</th>
            <th scope="col">Difference</th>
            <th scope="col" className="figure-range">
              Its interval
            </th>
            <th scope="col">Verdict</th>
          </tr>
        </thead>
        <tbody>
          {figures.map((figure) => (
            <FigureRow
              key={`${figure.name} ${JSON.stringify(figure.group)}`}
              figure={figure}
              hasGroups={hasGroups}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function FigureRow({ figure, hasGroups }: { figure: Figure; hasGroups: boolean }) {
  const { name, group, baseline, value, difference, low, high, verdict } = figure;
  const shown = name.endsWith('.mean') ? fraction : percent;
  return (
    <tr>
      <th scope="row">{wordsOf(name)}</th>
      {hasGroups && <td dir="auto">{groupWords(group) || 'all runs'}</td>}
      <td>{shown(baseline)}</td>
      <td>{shown(value)}</td>
      <td>{signed(difference, shown)}</td>
      <td className="figure-range">
        {low === null || high === null ? (
          <span className="muted">too few runs</span>
        ) : (
          <>
            <Interval difference={difference} low={low} high={high} isChanged={verdict === 'changed'} />
            <span className="visually-hidden">
              {signed(low, shown)} to {signed(high, shown)}
            </span>
          </>
        )}
      </td>
      <td>
        <span className={`badge verdict-${verdict}`}>{verdict}</span>
      </td>
    </tr>
  );
}

const wordsOf = (name: string): string => {
  const [of = '', what] = name.split('.');
  if (what === undefined) return inWords(of);
  return what === 'mean' ? `mean ${inWords(of)}` : `${inWords(of)}: ${inWords(what)}`;
};

const signed = (value: number, shown: (value: number) => string): string =>
  `${value > 0 ? '+' : ''}${shown(value)}`;

interface IntervalProps {
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  readonly isChanged: boolean;
}

/** The interval of a difference, around 0 in the middle. */
function Interval({ difference, low, high, isChanged }: IntervalProps) {
  const most = Math.max(Math.abs(low), Math.abs(high), 1e-9) * 1.1;
  const at = (value: number) => `${(50 + (value / most) * 50).toFixed(2)}%`;
  const middle = HEIGHT / 2;
  return (
    <svg className={isChanged ? 'range changed' : 'range'} height={HEIGHT} aria-hidden="true">
      <line className="range-whole" x1="50%" x2="50%" y1={1} y2={HEIGHT - 1} />
      <line className="range-most" x1={at(low)} x2={at(high)} y1={middle} y2={middle} />
      <circle className="range-mean" cx={at(difference)} cy={middle} r={3.5} />
    </svg>
  );
}
