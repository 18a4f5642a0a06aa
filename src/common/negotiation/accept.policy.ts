/** A media range of an `Accept` header. */
interface MediaRange {
  readonly type: string;
  readonly subtype: string;
  /** 0 (not acceptable) to 1. */
  readonly quality: number;
  readonly place: number;
}

/**
 * Selects the offered media type that the caller prefers (RFC 9110, 12.5.1); null when none is acceptable. Without an
 * `Accept`, the first. Parameters other than `q` are ignored: `application/json; charset=utf-8` asks for JSON. Among
 * equal weights the more specific range wins, then the earlier one. Pure.
 * @param offered media types in lower case without parameters, the default first
 */
export function preferredMediaType<T extends string>(
  accept: string | undefined,
  offered: readonly [T, ...T[]],
): T | null {
  if (accept === undefined || accept.trim() === '' || accept.trim() === '*/*') return offered[0];
  const ranges = accept.split(',').flatMap(rangeOf);
  const [best] = offered
    .map((type, place) => ({ type, place, range: rangeFor(type, ranges) }))
    .filter(({ range }) => range !== null && range.quality > 0)
    .toSorted((one, other) => compare(one.range, other.range) || one.place - other.place);
  return best?.type ?? null;
}

function rangeOf(text: string, place: number): MediaRange[] {
  const [name = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const [, type, subtype] = /^([^\s/]+)\/([^\s/]+)$/.exec(name) ?? [];
  if (type === undefined || subtype === undefined || (type === '*' && subtype !== '*')) return [];
  const q = parameters.find((parameter) => /^q\s*=/.test(parameter));
  const quality = q === undefined ? 1 : Number(q.slice(q.indexOf('=') + 1));
  return [{ type, subtype, quality: quality >= 0 && quality <= 1 ? quality : 1, place }];
}

/** The weight of a type: that of the most specific range matching it. */
function rangeFor(mediaType: string, ranges: readonly MediaRange[]): MediaRange | null {
  const [type, subtype] = mediaType.split('/');
  const fitting = ranges.filter(
    (range) =>
      (range.type === type || range.type === '*') && (range.subtype === subtype || range.subtype === '*'),
  );
  return fitting.toSorted((one, other) => exactness(other) - exactness(one))[0] ?? null;
}

function compare(one: MediaRange | null, other: MediaRange | null): number {
  if (one === null || other === null) return 0;
  return other.quality - one.quality || exactness(other) - exactness(one) || one.place - other.place;
}

const exactness = ({ type, subtype }: MediaRange): number => Number(type !== '*') + Number(subtype !== '*');
