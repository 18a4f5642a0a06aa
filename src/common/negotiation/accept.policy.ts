/** A range of media types that an `Accept` header names. */
interface MediaRange {
  readonly type: string;
  readonly subtype: string;
  /** 0 (not this) to 1. */
  readonly quality: number;
  readonly place: number;
}

/**
 * Which of the media types that a route gives a caller likes best (RFC 9110, 12.5.1); null when it takes none of them.
 * Without an `Accept`, the first. Parameters but `q` are passed over: `application/json; charset=utf-8` asks for JSON. Of
 * types that are liked equally, the one that is named more exactly, then the one that is named first. Pure.
 * @param offered media types in lower case without parameters, the usual one first
 */
export function preferredMediaType<T extends string>(
  accept: string | undefined,
  offered: readonly [T, ...T[]],
): T | null {
  if (accept === undefined || accept.trim() === '') return offered[0];
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

/** What the header says of a type: the most exact range that fits it decides. */
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
