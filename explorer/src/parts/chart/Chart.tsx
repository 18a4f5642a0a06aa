import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useWidth } from '../use-width.js';
import { colourOf, useTheme, type Colour } from './colours.js';

const HEIGHT = 220;

/** One line of a chart. */
export interface ChartLine {
  readonly label: string;
  /** One for each x; null where there is none. */
  readonly values: readonly (number | null)[];
  readonly colour: Colour;
  readonly style?: 'line' | 'dashed' | 'area' | 'bars';
}

/** A line across the chart. */
export interface ChartLevel {
  readonly label: string;
  readonly value: number;
  readonly colour: Colour;
  /** A range around it, drawn faintly. */
  readonly range?: readonly [from: number, to: number];
}

interface ChartProps {
  readonly title: string;
  readonly x: readonly number[];
  readonly lines: readonly ChartLine[];
  readonly levels?: readonly ChartLevel[];
  /** The greatest value on the y axis, at the least. */
  readonly most?: number;
}

/** A chart over rounds, with its figures as a table. */
export function Chart({ title, x, lines, levels = [], most = 1 }: ChartProps) {
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const theme = useTheme();
  useEffect(() => {
    const element = frame.current;
    if (!element || width === 0 || x.length === 0) return undefined;
    const data = [[...x], ...lines.map(({ values }) => [...values])] as uPlot.AlignedData;
    const plot = new uPlot(optionsOf({ title, x, lines, levels, most }, width), data, element);
    return () => plot.destroy();
  }, [x, lines, levels, most, width, theme]);
  return (
    <figure className="card chart">
      <figcaption>
        <h2>{title}</h2>
        <ul className="legend">
          {[...lines, ...levels].map(({ label, colour }) => (
            <li key={label}>
              <i className={`swatch colour-${colour}`} aria-hidden="true" /> {label}
            </li>
          ))}
        </ul>
      </figcaption>
      <div
        ref={frame}
        className="chart-frame"
        role="img"
        aria-label={`${title}, as a chart; the table below has the figures`}
      />
      <ChartTable title={title} x={x} lines={lines} />
    </figure>
  );
}

function optionsOf({ lines, levels = [], most = 1 }: ChartProps, width: number): uPlot.Options {
  const grid = { stroke: colourOf('line'), width: 1 };
  const axis = { stroke: colourOf('muted'), grid, ticks: grid, font: '12px system-ui, sans-serif' };
  const highest = Math.max(most, ...levels.map(({ value, range }) => range?.[1] ?? value));
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    cursor: { y: false, points: { size: 7 } },
    scales: {
      x: { time: false },
      y: { range: (_, __, max) => [0, Math.max(highest, max) * 1.06] },
    },
    axes: [
      { ...axis, incrs: [1, 2, 5, 10, 20, 50, 100], values: (_, ticks) => ticks.map(String) },
      { ...axis, size: 44 },
    ],
    series: [{ label: 'Round' }, ...lines.map(seriesOf)],
    hooks: { drawClear: [(plot) => levels.forEach((level) => drawLevel(plot, level))] },
  };
}

function seriesOf({ label, colour, style = 'line' }: ChartLine): uPlot.Series {
  const stroke = colourOf(colour);
  const bars = uPlot.paths.bars?.({ size: [0.7, 40] });
  return {
    label,
    stroke,
    width: style === 'bars' ? 0 : 2,
    ...(style === 'dashed' && { dash: [6, 4] }),
    ...(style !== 'line' && style !== 'dashed' && { fill: `${stroke}${style === 'bars' ? 'cc' : '2e'}` }),
    ...(style === 'bars' && bars && { paths: bars }),
    points: { show: false },
  };
}

function drawLevel(plot: uPlot, { value, colour, range }: ChartLevel): void {
  const { ctx, bbox } = plot;
  const y = (at: number) => Math.round(plot.valToPos(at, 'y', true));
  ctx.save();
  ctx.fillStyle = `${colourOf(colour)}1f`;
  if (range) ctx.fillRect(bbox.left, y(range[1]), bbox.width, y(range[0]) - y(range[1]));
  ctx.strokeStyle = colourOf(colour);
  ctx.setLineDash([8, 5]);
  ctx.lineWidth = devicePixelRatio;
  ctx.beginPath();
  ctx.moveTo(bbox.left, y(value));
  ctx.lineTo(bbox.left + bbox.width, y(value));
  ctx.stroke();
  ctx.restore();
}

function ChartTable({ title, x, lines }: Pick<ChartProps, 'title' | 'x' | 'lines'>) {
  return (
    <details>
      <summary>Figures</summary>
      <div className="table-frame chart-table" tabIndex={0} role="group" aria-label={`${title}: figures`}>
        <table>
          <thead>
            <tr>
              <th scope="col">Round</th>
              {lines.map(({ label }) => (
                <th key={label} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {x.map((at, index) => (
              <tr key={at}>
                <th scope="row">{at}</th>
                {lines.map(({ label, values }) => (
                  <td key={label}>{values[index] ?? '–'}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
