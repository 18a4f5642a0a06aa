import { useEffect, useRef, useState } from 'react';

interface ListActions {
  /** Brings an item into view. */
  readonly show: (index: number) => void;
  readonly open: (index: number) => void;
}

const STEPS: Readonly<Record<string, number>> = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 };

/** Lets `j` and `k` choose an item of a list, and Enter open it. @returns the chosen one; null at first */
export function useListKeys(length: number, actions: ListActions): number | null {
  const [selected, setSelected] = useState<number | null>(null);
  const latest = useRef({ length, actions, selected });
  latest.current = { length, actions, selected };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const { length, actions, selected } = latest.current;
      const step = STEPS[event.key];
      if (step !== undefined && (selected !== null || event.key.length === 1)) {
        event.preventDefault();
        const next = Math.min(length - 1, Math.max(0, (selected ?? -1) + step));
        setSelected(next);
        actions.show(next);
      } else if (event.key === 'Enter' && selected !== null && event.target === document.body) {
        actions.open(selected);
      }
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  return selected;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');
}
