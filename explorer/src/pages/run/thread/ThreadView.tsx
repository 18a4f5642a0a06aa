import { useNavigate, useSearch } from '@tanstack/react-router';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { hasEnded } from '../../../api/queries.js';
import { useRows } from '../../../live/use-rows.js';
import { ProblemView } from '../../../parts/ProblemView.js';
import { useRun } from '../run-context.js';
import { ReplayBar } from './ReplayBar.js';
import { ThreadEvent } from './ThreadEvent.js';
import { threadOf, type ThreadModel } from './thread-model.js';
import { THREAD_TYPES, type ThreadItem } from './thread-types.js';

/** Pixels that are stuck to the top: the header, the tabs, the slider. */
const STUCK = 210;
const GUESSED_HEIGHT: Readonly<Partial<Record<ThreadItem['kind'], number>>> = {
  comment: 190,
  opening: 320,
  round: 56,
};

/** The thread as a board would show it, up to a round. */
export function ThreadView() {
  const run = useRun();
  const { rows, isComplete, error, reload } = useRows(run.run_id, THREAD_TYPES);
  const thread = useMemo(() => threadOf(rows), [rows]);
  const { round, row } = useSearch({ from: '/runs/$runId/thread' });
  const navigate = useNavigate({ from: '/runs/$runId/thread' });
  const last = thread.rounds.at(-1)?.round ?? 0;
  const shown = Math.min(round ?? last, last);
  const items = useMemo(
    () =>
      round === undefined || round >= last
        ? thread.items
        : thread.items.filter((item) => item.round <= round),
    [thread, round, last],
  );
  const setRound = (next: number) =>
    void navigate({ search: next >= last ? {} : { round: next }, replace: true, resetScroll: false });
  return (
    <section aria-label="Thread">
      {error != null && <ProblemView error={error} retry={reload} />}
      {last > 0 && <ReplayBar rounds={thread.rounds} round={shown} setRound={setRound} />}
      {items.length === 0 ? (
        <p className="empty">{isComplete ? emptyWords(hasEnded(run)) : 'Reading the thread …'}</p>
      ) : (
        <ThreadList
          items={items}
          runId={run.run_id}
          names={thread.names}
          people={thread.people}
          redactions={thread.redactions}
          row={row}
        />
      )}
    </section>
  );
}

const emptyWords = (isOver: boolean): string =>
  isOver ? 'The run ended before there was a thread.' : 'Nobody has said anything yet.';

interface ListProps {
  readonly items: readonly ThreadItem[];
  readonly runId: string;
  readonly names: ThreadModel['names'];
  readonly people: ThreadModel['people'];
  readonly redactions: ThreadModel['redactions'];
  /** The row to go to at first. */
  readonly row: number | undefined;
}

function ThreadList({ items, runId, names, people, redactions, row }: ListProps) {
  const list = useRef<HTMLDivElement>(null);
  const [offset, setOffset] = useState(0);
  const [marked, setMarked] = useState<number | undefined>(row);
  useLayoutEffect(() => setOffset(list.current?.offsetTop ?? 0), []);
  const virtual = useWindowVirtualizer({
    count: items.length,
    estimateSize: (index) => GUESSED_HEIGHT[items[index]?.kind ?? 'comment'] ?? 72,
    overscan: 6,
    scrollMargin: offset,
    scrollPaddingStart: STUCK,
    getItemKey: (index) => items[index]?.row.seq ?? index,
  });
  const goTo = (seq: number) => {
    const index = items.findIndex((item) => item.row.seq === seq);
    if (index < 0) return;
    setMarked(seq);
    virtual.scrollToIndex(index, { align: 'start' });
  };
  const hasGone = useRef(false);
  useEffect(() => {
    if (row === undefined || hasGone.current || !items.some((item) => item.row.seq === row)) return;
    hasGone.current = true;
    goTo(row);
  });
  return (
    <div ref={list} className="thread" style={{ height: virtual.getTotalSize() }}>
      {virtual.getVirtualItems().map(({ index, key, start }) => {
        const item = items[index];
        return item ? (
          <div
            key={key}
            ref={virtual.measureElement}
            data-index={index}
            className={item.row.seq === marked ? 'thread-item marked' : 'thread-item'}
            style={{ transform: `translateY(${start - offset}px)` }}
          >
            <ThreadEvent
              item={item}
              runId={runId}
              names={names}
              people={people}
              redactions={redactions}
              goTo={goTo}
            />
          </div>
        ) : null;
      })}
    </div>
  );
}
