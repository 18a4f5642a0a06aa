import { linkOptions, useNavigate, type LinkOptions } from '@tanstack/react-router';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { RunListItem } from '../../api/types.js';
import { Ago } from '../../parts/Moment.js';
import { PlainLink } from '../../parts/PlainLink.js';
import { Sparkline } from '../../parts/Sparkline.js';
import { StatusBadge, ThreadBadge } from '../../parts/StatusBadge.js';
import { useMedia } from '../../parts/use-media.js';
import { counted, duration } from '../../words/numbers.js';
import { inWords, shortId, titleOf } from '../../words/run-words.js';
import { useBoardNames } from './use-board-names.js';
import { useListKeys } from './use-list-keys.js';

/** Heights of a row, as the styles have them. */
const ROW = { wide: 68, narrow: 148 } as const;
const AHEAD = 20;

interface TableProps {
  readonly runs: readonly RunListItem[];
  readonly isLoadingMore: boolean;
  readonly loadMore: () => void;
  /** Set while runs are chosen for a comparison. */
  readonly compare: string | undefined;
}

/** The runs, of which only those in view are in the document. */
export function RunsTable({ runs, isLoadingMore, loadMore, compare }: TableProps) {
  const isNarrow = useMedia('(max-width: 760px)');
  const list = useRef<HTMLOListElement>(null);
  const [offset, setOffset] = useState(0);
  useLayoutEffect(() => setOffset(list.current?.offsetTop ?? 0), [isNarrow]);
  const virtual = useWindowVirtualizer({
    count: runs.length,
    estimateSize: () => (isNarrow ? ROW.narrow : ROW.wide),
    overscan: 6,
    scrollMargin: offset,
    getItemKey: (index) => runs[index]?.run_id ?? index,
  });
  useEffect(() => virtual.measure(), [isNarrow]);
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= runs.length - AHEAD) loadMore();
  }, [last, runs.length]);
  const boardOf = useBoardNames(runs);
  const navigate = useNavigate();
  const selected = useListKeys(runs.length, {
    show: (index) => virtual.scrollToIndex(index),
    open: (index) => void navigate(targetOf(runs[index]?.run_id ?? '', compare)),
  });
  return (
    <>
      <ol
        ref={list}
        className="runs"
        style={{ height: virtual.getTotalSize() }}
        aria-label="Runs, newest first"
      >
        {items.map(({ index, key, start }) => {
          const run = runs[index];
          return run ? (
            <li
              key={key}
              className={index === selected ? 'run-row selected' : 'run-row'}
              style={{ transform: `translateY(${start - offset}px)` }}
              aria-setsize={runs.length}
              aria-posinset={index + 1}
            >
              <RunRow run={run} board={boardOf(run)} compare={compare} />
            </li>
          ) : null;
        })}
      </ol>
      <p className="list-end muted" role="status">
        {isLoadingMore ? 'Reading older runs …' : ''}
      </p>
      <p className="hint muted">
        <kbd>j</kbd> <kbd>k</kbd> choose, <kbd>Enter</kbd> opens
      </p>
    </>
  );
}

/** Where a row leads to: its run; while runs are chosen, the choice of the second, then their comparison. */
function targetOf(runId: string, compare: string | undefined): LinkOptions {
  if (compare === undefined) return linkOptions({ to: '/runs/$runId', params: { runId } });
  if (compare === 'choose')
    return linkOptions({ to: '/', search: (before: object) => ({ ...before, compare: runId }) });
  return linkOptions({ to: '/compare/$left/$right', params: { left: compare, right: runId } });
}

interface RowProps {
  readonly run: RunListItem;
  readonly board: string | null;
  readonly compare: string | undefined;
}

/** Drawn again only when the run changes, not at every step of scrolling. */
const RunRow = memo(function RunRow({ run, board, compare }: RowProps) {
  return (
    <>
      <div className="run-name">
        <PlainLink target={targetOf(run.run_id, compare)} className="run-title" title={run.title ?? ''}>
          {titleOf(run)}
        </PlainLink>
        <span className="run-facts muted">
          {board && <span dir="auto">{board}</span>}
          <Ago at={run.created_at} />
          <code>{shortId(run.run_id)}</code>
          {run.forked_from && <span>fork</span>}
        </span>
      </div>
      <div className="run-state">
        <StatusBadge status={run.status} />
        {run.stage_retry_count > 0 && (
          <b className="warn">{counted(run.stage_retry_count, 'retry', 'retries')}</b>
        )}
      </div>
      <div className="run-ending">
        {run.thread_status && <ThreadBadge status={run.thread_status} />}
        <span className="muted">
          {run.error ? run.error.error_code : inWords(run.termination_reason ?? '')}
        </span>
      </div>
      <div className="run-spark">
        <Sparkline runId={run.run_id} rounds={run.rounds_run ?? 0} />
      </div>
      <div className="run-numbers">
        <span title="How long it took">{run.duration_ms === null ? '…' : duration(run.duration_ms)}</span>
        <span className="muted">{run.rounds_run != null && counted(run.rounds_run, 'round')}</span>
      </div>
    </>
  );
});
