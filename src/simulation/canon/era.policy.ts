/** A span of months of the world's calendar, both ends included; month 0 is the first of year 0. */
interface MonthSpan {
  readonly first: number;
  readonly last: number;
}

/** What an era may look like. */
export const ERA_FORMATS = 'Y<n>, Y<n>-Q1..4 or Y<n>-M1..12';

const ERA = /^Y(\d{1,9})(?:-(?:Q([1-4])|M([1-9]|1[0-2])))?$/;

/** The months of an era; null when it is none. */
export function monthsOf(era: string): MonthSpan | null {
  const [found, year, quarter, month] = ERA.exec(era) ?? [];
  if (found === undefined) return null;
  const start = Number(year) * 12;
  if (quarter !== undefined)
    return { first: start + 3 * Number(quarter) - 3, last: start + 3 * Number(quarter) - 1 };
  if (month !== undefined) return { first: start + Number(month) - 1, last: start + Number(month) - 1 };
  return { first: start, last: start + 11 };
}

/** The months in which a statement holds; an end that is open, or no era, bounds nothing. */
export function validityOf({
  valid_from,
  valid_to,
}: {
  readonly valid_from: string;
  readonly valid_to?: string;
}): MonthSpan {
  const until = valid_to === undefined ? null : monthsOf(valid_to);
  return { first: monthsOf(valid_from)?.first ?? -Infinity, last: until?.last ?? Infinity };
}

/** Whether two spans share a month. */
export function overlap(a: MonthSpan, b: MonthSpan): boolean {
  return a.first <= b.last && b.first <= a.last;
}

/** Whether a span lies inside another. */
export function isInside(inner: MonthSpan, outer: MonthSpan): boolean {
  return inner.first >= outer.first && inner.last <= outer.last;
}
