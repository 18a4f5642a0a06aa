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
  /** `edge` is the thin end of a band. */
  readonly style?: 'line' | 'dashed' | 'area' | 'bars' | 'edge';
}

/** A line across the chart. */
export interface ChartLevel {
  readonly label: string;
  readonly value: number;
  readonly colour: Colour;
  /** A range around it, drawn faintly. */
  readonly range?: readonly [from: number, to: number];
}

/** What lies between two lines, drawn faintly. */
export interface ChartBand {
  readonly label: string;
  /** The places of the upper and of the lower line. */
  readonly edges: readonly [upper: number, lower: number];
  readonly colour: Colour;
}

interface ChartProps {
  readonly title: string;
  readonly x: readonly number[];
  readonly lines: readonly ChartLine[];
  readonly levels?: readonly ChartLevel[];
  /** The greatest value on the y axis, at the least. */
  readonly most?: number;
  readonly band?: ChartBand;
}

/** A chart over rounds, with its figures as a table. */
export function Chart({ title, x, lines, levels = [], most = 1, band }: ChartProps) {
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const theme = useTheme();
  useEffect(() => {
    const element = frame.current;
    if (!element || width === 0 || x.length === 0) return undefined;
    const data = [[...x], ...lines.map(({ values }) => [...values])] as uPlot.AlignedData;
    const plot = new uPlot(
      optionsOf({ title, x, lines, levels, most, ...(band && { band }) }, width),
      data,
      element,
    );
    return () => plot.destroy();
  }, [x, lines, levels, most, band, width, theme]);
  return (
    <figure className="card chart">
      <figcaption>
        <h2>{title}</h2>
        <ul className="legend">
          {legendOf(lines, levels, band).map(({ label, colour }) => (
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

/** The ends of a band are told of as one. */
function legendOf(
  lines: readonly ChartLine[],
  levels: readonly ChartLevel[],
  band: ChartBand | undefined,
): readonly Pick<ChartBand, 'label' | 'colour'>[] {
  return [...lines.filter(({ style }) => style !== 'edge'), ...levels, ...(band ? [band] : [])];
}

function optionsOf({ x, lines, levels = [], most = 1, band }: ChartProps, width: number): uPlot.Options {
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
    series: [{ label: 'Round' }, ...lines.map((line) => seriesOf(line, x.length === 1))],
    ...(band && {
      bands: [
        {
          series: [band.edges[0] + 1, band.edges[1] + 1] as uPlot.Band.Bounds,
          fill: `${colourOf(band.colour)}2e`,
        },
      ],
    }),
    hooks: { drawClear: [(plot) => levels.forEach((level) => drawLevel(plot, level))] },
  };
}

const WIDTHS: Readonly<Record<NonNullable<ChartLine['style']>, number>> = {
  line: 2,
  dashed: 2,
  area: 2,
  bars: 0,
  edge: 0.6,
};

/** A line of one point is shown as that. */
function seriesOf({ label, colour, style = 'line' }: ChartLine, isPoint: boolean): uPlot.Series {
  const stroke = colourOf(colour);
  const bars = uPlot.paths.bars?.({ size: [0.7, 40] });
  return {
    label,
    stroke,
    width: WIDTHS[style],
    ...(style === 'dashed' && { dash: [6, 4] }),
    ...((style === 'area' || style === 'bars') && { fill: `${stroke}${style === 'bars' ? 'cc' : '2e'}` }),
    ...(style === 'bars' && bars && { paths: bars }),
    points: { show: isPoint },
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
