import { useEffect, useState, useSyncExternalStore } from 'react';
import { ago, moment } from '../words/numbers.js';

const TICK_MS = 5_000;
let now = Date.now();
const listeners = new Set<() => void>();
setInterval(() => {
  now = Date.now();
  for (const listener of listeners) listener();
}, TICK_MS);

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The time, every few seconds. */
function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}

/** How long ago something was; the moment itself, in the reader's zone, on hovering. */
export function Ago({ at }: { at: string }) {
  const time = useNow();
  return (
    <time dateTime={at} title={moment(at)}>
      {ago(at, Math.max(time, Date.parse(at)))}
    </time>
  );
}

const FAST_TICK_MS = 250;

/** The time, several times a second while something goes on. */
export function useTicking(goesOn: boolean): number {
  const [time, setTime] = useState(() => Date.now());
  useEffect(() => {
    if (!goesOn) return undefined;
    const timer = setInterval(() => setTime(Date.now()), FAST_TICK_MS);
    return () => clearInterval(timer);
  }, [goesOn]);
  return time;
}
