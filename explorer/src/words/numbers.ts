const COUNT = new Intl.NumberFormat();
const FRACTION = new Intl.NumberFormat(undefined, { maximumFractionDigits: 2 });
const CLOCK = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const TIME = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});
const AGO = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto', style: 'short' });

export const fraction = (value: number): string => FRACTION.format(value);
export const count = (value: number): string => COUNT.format(value);

/** A number with its noun: `1 report`, `2 reports`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** A duration, in the two units that matter. */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${FRACTION.format(Math.round(ms / 10) / 100)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 1_440) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return `${Math.floor(minutes / 1_440)} d ${Math.floor((minutes % 1_440) / 60)} h`;
}

/** A moment in the reader's zone. */
export const moment = (iso: string): string => CLOCK.format(new Date(iso));
/** The time of day in the reader's zone, with milliseconds. */
export const timeOfDay = (iso: string): string => TIME.format(new Date(iso));

const STEPS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/** How long ago a moment was. */
export function ago(iso: string, now: number): string {
  const passed = Math.max(0, now - Date.parse(iso));
  const [unit, size] = STEPS.find(([, ms]) => passed >= ms) ?? STEPS[3];
  return passed < 1_000 ? 'now' : AGO.format(-Math.floor(passed / size), unit);
}

const BYTES = ['B', 'kB', 'MB', 'GB'] as const;

export function bytes(value: number): string {
  let size = value;
  let unit = 0;
  for (; size >= 1_000 && unit < BYTES.length - 1; unit++) size /= 1_000;
  return `${unit === 0 ? size : size.toFixed(1)} ${BYTES[unit]}`;
}
