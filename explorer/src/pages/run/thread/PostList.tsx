import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react';

/** Pixels that are stuck to the top: the header, the tabs, the slider. */
const STUCK = 210;

interface PostListProps<Item> {
  readonly items: readonly Item[];
  readonly seqOf: (item: Item) => number;
  /** About how high an item is, in pixels. */
  readonly guess: (item: Item) => number;
  /** The row to go to at first. */
  readonly row: number | undefined;
  readonly show: (item: Item, goTo: (seq: number) => void) => ReactNode;
}

/** What stands in a thread, of which only what is in view is in the document. */
export function PostList<Item>({ items, seqOf, guess, row, show }: PostListProps<Item>) {
  const list = useRef<HTMLDivElement>(null);
  const [offset, setOffset] = useState(0);
  const [marked, setMarked] = useState<number | undefined>(row);
  useLayoutEffect(() => setOffset(list.current?.offsetTop ?? 0), []);
  const seqAt = (index: number): number | undefined => {
    const item = items[index];
    return item === undefined ? undefined : seqOf(item);
  };
  const virtual = useWindowVirtualizer({
    count: items.length,
    estimateSize: (index) => {
      const item = items[index];
      return item === undefined ? 0 : guess(item);
    },
    overscan: 6,
    scrollMargin: offset,
    scrollPaddingStart: STUCK,
    getItemKey: (index) => seqAt(index) ?? index,
  });
  const goTo = (seq: number) => {
    const index = items.findIndex((item) => seqOf(item) === seq);
    if (index < 0) return;
    setMarked(seq);
    virtual.scrollToIndex(index, { align: 'start' });
  };
  const latest = useRef(goTo);
  latest.current = goTo;
  const steadyGoTo = useCallback((seq: number) => latest.current(seq), []);
  const hasGone = useRef(false);
  useEffect(() => {
    if (row === undefined || hasGone.current || !items.some((item) => seqOf(item) === row)) return;
    hasGone.current = true;
    goTo(row);
  });
  return (
    <div ref={list} className="thread" style={{ height: virtual.getTotalSize() }}>
      {virtual.getVirtualItems().map(({ index, key, start }) => {
        const item = items[index];
        return item === undefined ? null : (
          <div
            key={key}
            ref={virtual.measureElement}
            data-index={index}
            className={seqAt(index) === marked ? 'thread-item marked' : 'thread-item'}
            style={{ transform: `translateY(${start - offset}px)` }}
          >
            {show(item, steadyGoTo)}
          </div>
        );
      })}
    </div>
  );
}
