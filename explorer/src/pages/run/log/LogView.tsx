import { useNavigate, useSearch } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useRef } from 'react';
import type { Row } from '../../../api/types.js';
import { ProblemView } from '../../../parts/ProblemView.js';
import { bytes, counted, timeOfDay } from '../../../words/numbers.js';
import { useRun } from '../run-context.js';
import type { LogSearch } from '../run-search.js';
import { LogFilters } from './LogFilters.js';
import { RowDetail } from './RowDetail.js';
import { briefOf } from './row-brief.js';
import { isFiltered, useFilteredLog, useWholeLog } from './use-log.js';

const ROW_HEIGHT = 32;

/** Every row of the run, in order. */
export function LogView() {
  const run = useRun();
  const search = useSearch({ from: '/runs/$runId/log' });
  const navigate = useNavigate({ from: '/runs/$runId/log' });
  const change = (changes: Partial<LogSearch>, replace = true) =>
    void navigate({
      search: (before) => withoutEmpty({ ...before, ...changes }),
      replace,
      resetScroll: false,
    });
  return (
    <section className="log-view" aria-label="Log">
      <LogFilters run={run} search={search} change={change} />
      <LogList
        key={JSON.stringify([search.type, search.stage, search.attempt, search.text])}
        search={search}
        open={(row) => change({ row }, search.row !== undefined)}
      />
    </section>
  );
}

function LogList({ search, open }: { search: LogSearch; open: (seq: number | undefined) => void }) {
  const run = useRun();
  const total = run.summary.rows;
  const frame = useRef<HTMLDivElement>(null);
  const filtered = isFiltered(search);
  const range = useRef<readonly [number, number]>([0, 40]);
  const whole = useWholeLog(run.run_id, total, range.current, !filtered);
  const found = useFilteredLog(run.run_id, search, total, range.current);
  const log = filtered ? found : whole;
  const virtual = useVirtualizer({
    count: log.count,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    initialOffset: filtered ? 0 : Math.max(0, ((search.row ?? 1) - 6) * ROW_HEIGHT),
  });
  const items = virtual.getVirtualItems();
  range.current = [items[0]?.index ?? 0, items.at(-1)?.index ?? 40];
  useRevealed(search.row, filtered, (index) => virtual.scrollToIndex(index, { align: 'auto' }));
  return (
    <>
      <p className="muted log-facts" role="status">
        {filtered
          ? `${counted(log.count, 'row')}${log.isReading ? ', reading on …' : ''} of ${counted(total, 'row')}`
          : `${counted(total, 'row')}, ${bytes(run.summary.bytes)}`}
      </p>
      {log.error != null && <ProblemView error={log.error} retry={log.retry} />}
      <div className={search.row === undefined ? 'log' : 'log open'}>
        <div ref={frame} className="log-frame" tabIndex={0} role="group" aria-label="Rows">
          <ol className="log-list" style={{ height: virtual.getTotalSize() }}>
            {items.map(({ index, start }) => (
              <li
                key={index}
                className="log-row"
                style={{ transform: `translateY(${start}px)` }}
                aria-setsize={log.count}
                aria-posinset={index + 1}
              >
                <LogLine row={log.rowAt(index)} index={index} chosen={search.row} open={open} />
              </li>
            ))}
          </ol>
          {log.count === 0 && <p className="empty">{log.isReading ? 'Reading the log …' : 'No row fits.'}</p>}
        </div>
        {search.row !== undefined && <RowDetail run={run} seq={search.row} open={open} />}
      </div>
    </>
  );
}

/** Brings the open row into view when it was chosen elsewhere. */
function useRevealed(row: number | undefined, filtered: boolean, show: (index: number) => void): void {
  useEffect(() => {
    if (row !== undefined && !filtered) show(row - 1);
  }, [row, filtered]);
}

interface LineProps {
  readonly row: Row | undefined;
  readonly index: number;
  readonly chosen: number | undefined;
  readonly open: (seq: number) => void;
}

/** Drawn again only when its row changes, not at every step of scrolling. */
const LogLine = memo(function LogLine({ row, index, chosen, open }: LineProps) {
  if (!row) {
    return (
      <button type="button" disabled>
        <span className="log-seq">{index + 1}</span>
      </button>
    );
  }
  const isChosen = row.seq === chosen;
  return (
    <button
      type="button"
      className={isChosen ? 'chosen' : ''}
      aria-pressed={isChosen}
      onClick={() => open(row.seq)}
    >
      <span className="log-seq">{row.seq}</span>
      <span className="log-time">{timeOfDay(row.at)}</span>
      <span className="log-type">{row.type}</span>
      <span className="log-brief" dir="auto">
        {briefOf(row)}
      </span>
    </button>
  );
});

function withoutEmpty(search: LogSearch): LogSearch {
  return Object.fromEntries(
    Object.entries(search).filter(([, value]) => value !== undefined && value !== ''),
  );
}
