import { Link } from '@tanstack/react-router';
import { duration } from '../../../words/numbers.js';
import { inWords } from '../../../words/run-words.js';
import { LANE } from './lanes.js';
import { GAP_WIDTH, type TimeScale } from './time-scale.js';
import type { Attempt, Mark, Timeline, Wait } from './timeline-model.js';

interface DrawingProps {
  readonly runId: string;
  readonly timeline: Timeline;
  readonly scale: TimeScale;
  readonly width: number;
}

/** The drawing itself, a lane for each stage node. */
export function TimelineDrawing({ runId, timeline, scale, width }: DrawingProps) {
  const { nodes, attempts, waits, marks } = timeline;
  const height = nodes.length * LANE.height;
  const laneOf = (node: string | null) => Math.max(0, nodes.indexOf(node ?? '')) * LANE.height;
  return (
    <svg width={width} height={height + LANE.axis} className="timeline-drawing">
      <g transform="translate(12 0)">
        {scale.ticks.map(({ x, ms }) => (
          <g key={ms} transform={`translate(${x} 0)`}>
            <line y2={height} className="tick" />
            <text y={height + 17} className="tick-label">
              {ms === 0 ? 'start' : `+${duration(ms)}`}
            </text>
          </g>
        ))}
        {nodes.map((node, index) => (
          <line
            key={node}
            x2={width - 24}
            y1={(index + 1) * LANE.height}
            y2={(index + 1) * LANE.height}
            className="lane"
          />
        ))}
        {scale.gaps.map(({ x, ms }) => (
          <g key={x} transform={`translate(${x} 0)`}>
            <rect width={GAP_WIDTH} height={height} className="gap" />
            <text
              x={GAP_WIDTH / 2}
              y={height / 2}
              className="gap-label"
              transform={`rotate(-90 ${GAP_WIDTH / 2} ${height / 2})`}
            >
              {duration(ms)}
            </text>
            <title>Nothing happened for {duration(ms)}</title>
          </g>
        ))}
        {waits.map((wait) => (
          <WaitBar key={`${wait.start} ${wait.node}`} wait={wait} scale={scale} y={laneOf(wait.node)} />
        ))}
        {attempts.map((attempt) => (
          <AttemptBar
            key={`${attempt.node} ${attempt.attempt}`}
            runId={runId}
            attempt={attempt}
            scale={scale}
            y={laneOf(attempt.node)}
          />
        ))}
        {marks.map((mark) => (
          <MarkSign
            key={mark.seq}
            runId={runId}
            mark={mark}
            x={scale.x(mark.at)}
            y={laneOf(mark.node)}
            height={height}
          />
        ))}
      </g>
    </svg>
  );
}

const BAR_TOP = (LANE.height - LANE.bar) / 2;

function AttemptBar({
  runId,
  attempt,
  scale,
  y,
}: {
  runId: string;
  attempt: Attempt;
  scale: TimeScale;
  y: number;
}) {
  const x = scale.x(attempt.start);
  const width = Math.max(LANE.least, scale.x(attempt.end) - x);
  const what = attempt.isTimeout ? 'timed out' : attempt.outcome;
  const label = `${inWords(attempt.node)}, attempt ${attempt.attempt}: ${what}, ${duration(attempt.end - attempt.start)}`;
  return (
    <Link
      to="/runs/$runId/log"
      params={{ runId }}
      search={{ stage: attempt.node, attempt: attempt.attempt }}
      aria-label={`${label}. Its rows`}
      className="bar-link"
      preload={false}
    >
      <title>{attempt.error ? `${label}\n${attempt.error}` : label}</title>
      <rect
        x={x}
        y={y + BAR_TOP}
        width={width}
        height={LANE.bar}
        rx={3}
        className={`bar bar-${attempt.outcome}`}
      />
      {attempt.isTimeout && <TimeoutSign x={x + width} y={y + BAR_TOP} />}
      {width > 26 && (
        <text x={x + 6} y={y + LANE.height / 2 + 4} className="bar-label">
          {attempt.attempt}
        </text>
      )}
    </Link>
  );
}

function TimeoutSign({ x, y }: { x: number; y: number }) {
  return <path d={`M${x - 7} ${y - 3} h7 l-7 ${LANE.bar + 6} h7 z`} className="timeout" />;
}

function WaitBar({ wait, scale, y }: { wait: Wait; scale: TimeScale; y: number }) {
  const x = scale.x(wait.start);
  const width = Math.max(1, scale.x(wait.end) - x);
  const why = wait.why === 'queue' ? 'in the queue' : 'before the next attempt';
  return (
    <g>
      <title>{`Waited ${duration(wait.end - wait.start)} ${why}`}</title>
      <rect x={x} y={y + LANE.height / 2 - 4} width={width} height={8} className="bar bar-wait" />
    </g>
  );
}

interface MarkProps {
  readonly runId: string;
  readonly mark: Mark;
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

function MarkSign({ runId, mark, x, y, height }: MarkProps) {
  const { kind, label, seq } = mark;
  const middle = y + LANE.height / 2;
  return (
    <Link
      to="/runs/$runId/log"
      params={{ runId }}
      search={{ row: seq }}
      aria-label={`${label}. Row ${seq}`}
      preload={false}
      tabIndex={kind === 'checkpoint' ? -1 : 0}
    >
      <title>{label}</title>
      {kind === 'state' && <path d={`M${x - 5} 0 h10 l-5 7 z M${x} 0 V${height}`} className="mark-state" />}
      {kind === 'checkpoint' && <circle cx={x} cy={middle} r={3} className="mark-checkpoint" />}
      {kind === 'intervention' && (
        <path d={`M${x} ${middle - 7} l5 7 l-5 7 l-5 -7 z`} className="mark-intervention" />
      )}
    </Link>
  );
}
