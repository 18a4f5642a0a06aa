import { useEffect, useMemo, useRef, useState } from 'react';
import type { Run } from '../../../api/types.js';
import { useTicking } from '../../../parts/Moment.js';
import { useWidth } from '../../../parts/use-width.js';
import type { FeedState } from '../../../live/row-feed.js';
import { duration } from '../../../words/numbers.js';
import { inWords } from '../../../words/run-words.js';
import { AttemptTable } from './AttemptTable.js';
import { TimelineDrawing } from './TimelineDrawing.js';
import { LANE } from './lanes.js';
import { timeScale } from './time-scale.js';
import { timelineOf } from './timeline-model.js';

const MOST_ZOOM = 64;

interface TimelineProps {
  readonly run: Run;
  readonly feed: FeedState;
  /** The stage nodes of the pipeline, in order. */
  readonly nodes: readonly string[];
}

/** When each stage ran, to scale: attempts, waits, checkpoints, and what happened to the run. */
export function Timeline({ run, feed, nodes }: TimelineProps) {
  const goesOn = run.status === 'running' || run.status === 'queued';
  const now = useTicking(goesOn);
  const [zoom, setZoom] = useState(1);
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const timeline = useMemo(() => timelineOf(run, feed.rows, nodes, now), [run, feed.rows, nodes, now]);
  const drawn = Math.max(200, width - 24) * zoom;
  const scale = useMemo(() => {
    const busy = [...timeline.attempts, ...timeline.waits].map(({ start, end }) => [start, end] as const);
    return timeScale(busy, drawn);
  }, [timeline, drawn]);
  useEffect(() => {
    const element = frame.current;
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      setZoom((before) => clampZoom(before * (event.deltaY < 0 ? 1.25 : 0.8)));
    };
    element?.addEventListener('wheel', onWheel, { passive: false });
    return () => element?.removeEventListener('wheel', onWheel);
  }, []);
  const idle = scale.gaps.reduce((sum, { ms }) => sum + ms, 0);
  return (
    <section className="card" aria-labelledby="timeline-heading">
      <div className="section-head">
        <h2 id="timeline-heading">Timeline</h2>
        <p className="muted">{idle > 0 && `${duration(idle)} in which nothing happened is compressed`}</p>
        <div className="button-row zoom">
          <button
            type="button"
            className="small"
            aria-label="Zoom out"
            disabled={zoom <= 1}
            onClick={() => setZoom(clampZoom(zoom / 2))}
          >
            −
          </button>
          <output aria-label="Zoom">{Math.round(zoom * 10) / 10}×</output>
          <button
            type="button"
            className="small"
            aria-label="Zoom in"
            disabled={zoom >= MOST_ZOOM}
            onClick={() => setZoom(clampZoom(zoom * 2))}
          >
            +
          </button>
        </div>
      </div>
      <div className="timeline">
        <ul className="lane-names" aria-hidden="true">
          {timeline.nodes.map((node) => (
            <li key={node} style={{ height: LANE.height }}>
              {inWords(node)}
            </li>
          ))}
        </ul>
        <div ref={frame} className="lanes" tabIndex={0} role="group" aria-label="Timeline, scrolls sideways">
          <TimelineDrawing runId={run.run_id} timeline={timeline} scale={scale} width={drawn + 24} />
        </div>
      </div>
      <Legend />
      <AttemptTable runId={run.run_id} timeline={timeline} />
    </section>
  );
}

const clampZoom = (zoom: number): number => Math.min(MOST_ZOOM, Math.max(1, zoom));

const LEGEND = [
  ['success', 'done'],
  ['retry', 'tried again'],
  ['failed', 'failed'],
  ['interrupted', 'cut off or cancelled'],
  ['wait', 'waiting'],
  ['checkpoint', 'checkpoint'],
] as const;

function Legend() {
  return (
    <ul className="legend" aria-label="Colours of the timeline">
      {LEGEND.map(([kind, label]) => (
        <li key={kind}>
          <i className={`swatch bar-${kind}`} aria-hidden="true" /> {label}
        </li>
      ))}
    </ul>
  );
}
