/** A stretch of time on the axis; `x` in parts of the width that is not taken by gaps. */
interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly x: number;
}

/** A time in which nothing happened, drawn with a fixed width. */
export interface Gap {
  readonly x: number;
  readonly ms: number;
}

export interface Tick {
  readonly x: number;
  /** Since the beginning. */
  readonly ms: number;
}

export interface TimeScale {
  readonly x: (time: number) => number;
  readonly gaps: readonly Gap[];
  readonly ticks: readonly Tick[];
}

/** Pixels of a compressed gap. */
export const GAP_WIDTH = 34;
/** A gap is compressed when it is longer than this part of everything that happened, and than this. */
const GAP_SHARE = 0.25;
const LEAST_GAP_MS = 500;
const TICK_SPACE = 110;

/**
 * A scale of time on which idle gaps are compressed; all else is to scale.
 * @param busy intervals of ms since the epoch
 * @param width in pixels
 */
export function timeScale(
  busy: readonly (readonly [start: number, end: number])[],
  width: number,
): TimeScale {
  const merged = merge(busy);
  const total = Math.max(
    1,
    merged.reduce((sum, [start, end]) => sum + end - start, 0),
  );
  const limit = Math.max(LEAST_GAP_MS, total * GAP_SHARE);
  const runs = joinShortGaps(merged, limit);
  const time = Math.max(
    1,
    runs.reduce((sum, [start, end]) => sum + end - start, 0),
  );
  const perMs = Math.max(1, width - (runs.length - 1) * GAP_WIDTH) / time;
  const gaps: Gap[] = [];
  const stretches: Stretch[] = [];
  let x = 0;
  for (const [index, [start, end]] of runs.entries()) {
    const before = runs[index - 1];
    if (before) {
      gaps.push({ x, ms: start - before[1] });
      x += GAP_WIDTH;
    }
    stretches.push({ start, end, x });
    x += (end - start) * perMs;
  }
  return { x: (at) => place(stretches, at, perMs), gaps, ticks: ticksOf(stretches, perMs) };
}

type Interval = readonly [start: number, end: number];

function merge(intervals: readonly Interval[]): Interval[] {
  const merged: Interval[] = [];
  for (const [start, end] of intervals.toSorted((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last && start <= last[1]) merged[merged.length - 1] = [last[0], Math.max(last[1], end)];
    else merged.push([start, end]);
  }
  return merged;
}

function joinShortGaps(intervals: readonly Interval[], limit: number): Interval[] {
  const joined: Interval[] = [];
  for (const [start, end] of intervals) {
    const last = joined.at(-1);
    if (last && start - last[1] <= limit) joined[joined.length - 1] = [last[0], end];
    else joined.push([start, end]);
  }
  return joined;
}

function place(stretches: readonly Stretch[], at: number, perMs: number): number {
  const stretch = stretches.findLast(({ start }) => start <= at) ?? stretches[0];
  if (!stretch) return 0;
  return stretch.x + (Math.min(Math.max(at, stretch.start), stretch.end) - stretch.start) * perMs;
}

function ticksOf(stretches: readonly Stretch[], perMs: number): Tick[] {
  const origin = stretches[0]?.start ?? 0;
  const step = niceStep(TICK_SPACE / perMs);
  return stretches.flatMap(({ start, end, x }) => {
    const ticks: Tick[] = [];
    const first = Math.ceil((start - origin) / step) * step;
    for (let ms = first; ms <= end - origin; ms += step)
      ticks.push({ x: x + (ms + origin - start) * perMs, ms });
    return ticks;
  });
}

/** 1, 2 or 5 times a power of ten that is no less. */
function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least) ?? power * 10;
}
