import { useNavigate, useSearch } from '@tanstack/react-router';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Schemas } from '../../api/types.js';
import { useRows } from '../../live/use-rows.js';
import { ProblemView } from '../../parts/ProblemView.js';
import { count } from '../../words/numbers.js';
import { PairView } from './PairView.js';
import { COMPARED_TYPES, pairsOf, type ThreadPair } from './paired-comments.js';

const GUESSED_HEIGHT: Readonly<Record<ThreadPair['kind'], number>> = {
  head: 64,
  intervention: 90,
  comment: 150,
};

/** Two threads beside each other: what stayed, what changed, what is new. */
export function ComparedThreads({ diff }: { diff: Schemas['RunDiff'] }) {
  const left = useRows(diff.left, COMPARED_TYPES);
  const right = useRows(diff.right, COMPARED_TYPES);
  const { comments } = useSearch({ from: '/compare/$left/$right' });
  const navigate = useNavigate({ from: '/compare/$left/$right' });
  const all = useMemo(() => pairsOf(diff, left.rows, right.rows), [diff, left.rows, right.rows]);
  const pairs = useMemo(() => (comments === 'other' ? all.filter(isOther) : all), [all, comments]);
  const error = left.error ?? right.error;
  const { same, changed, only_left, only_right } = diff.comments;
  return (
    <section aria-labelledby="comments-heading">
      <div className="section-head">
        <h2 id="comments-heading">Comments</h2>
        <p className="muted">
          {count(same)} stayed, {count(changed)} changed, {count(only_left)} in A alone, {count(only_right)}{' '}
          in B alone
        </p>
        <label className="check">
          <input
            type="checkbox"
            checked={comments === 'other'}
            onChange={(event) =>
              void navigate({
                search: event.target.checked ? { comments: 'other' } : {},
                replace: true,
                resetScroll: false,
              })
            }
          />{' '}
          Only what differs
        </label>
      </div>
      {error != null && <ProblemView error={error} retry={left.error != null ? left.reload : right.reload} />}
      {pairs.length === 0 ? (
        <p className="empty">
          {!left.isComplete || !right.isComplete ? 'Reading the threads …' : 'There is nothing to show.'}
        </p>
      ) : (
        <PairList pairs={pairs} left={diff.left} right={diff.right} />
      )}
    </section>
  );
}

function isOther(pair: ThreadPair): boolean {
  if (pair.kind === 'comment') return pair.change !== 'same';
  if (pair.kind === 'intervention') return pair.left === null || pair.right === null;
  return pair.round.changes.length > 0;
}

interface ListProps {
  readonly pairs: readonly ThreadPair[];
  readonly left: string;
  readonly right: string;
}

function PairList({ pairs, left, right }: ListProps) {
  const list = useRef<HTMLDivElement>(null);
  const [offset, setOffset] = useState(0);
  useLayoutEffect(() => {
    const place = () => setOffset(list.current?.offsetTop ?? 0);
    place();
    const observer = new ResizeObserver(place);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, []);
  const virtual = useWindowVirtualizer({
    count: pairs.length,
    estimateSize: (index) => GUESSED_HEIGHT[pairs[index]?.kind ?? 'comment'],
    overscan: 6,
    scrollMargin: offset,
    getItemKey: (index) => pairs[index]?.key ?? index,
  });
  return (
    <div ref={list} className="pairs" style={{ height: virtual.getTotalSize() }}>
      {virtual.getVirtualItems().map(({ index, key, start }) => {
        const pair = pairs[index];
        return pair ? (
          <div
            key={key}
            ref={virtual.measureElement}
            data-index={index}
            className="pair-place"
            style={{ transform: `translateY(${start - offset}px)` }}
          >
            <PairView pair={pair} left={left} right={right} />
          </div>
        ) : null;
      })}
    </div>
  );
}
