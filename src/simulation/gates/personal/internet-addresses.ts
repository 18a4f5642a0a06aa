import { isIPv4, isIPv6 } from 'node:net';

interface Place {
  readonly start: number;
  readonly end: number;
}

/** A full stop, as it is written to hide an address: `[.]`, `(dot)`, ` . `. */
const DOT = String.raw`(?:\s?[\[({<]\s?(?:\.|dot|d0t)\s?[\])}>]\s?|\s\.\s|[_*-]dot[_*-]|\.)`;
const AT = /\s?[[({<]\s?(?:@|at)\s?[\])}>]\s?|[_*-]at[_*-]|\s@\s|@ |@/gu;
const LOCAL = /[\p{L}\p{N}\p{M}._%+\-'&*!#$/=?^`|~]/u;
const LABEL = String.raw`[\p{L}\p{N}\p{M}](?:[\p{L}\p{N}\p{M}_-]{0,61}[\p{L}\p{N}\p{M}])?`;
const DOMAIN = new RegExp(String.raw`${LABEL}(?:${DOT}${LABEL})+`, 'uy');
/** Ends of names of files that have an @ in them. */
const FILE = /\.(?:png|jpe?g|gif|svg|webp|pdf|js|ts|css|html?|json|zip|mp[34])$/;
const LAST_LABEL = /^(?:[\p{L}\p{M}]{2,}|xn--[a-z\d-]+)$/u;
/** Ends of names that are known without an @ or a full stop that is really one. */
const WELL_KNOWN_ENDS =
  /^(?:com|net|org|edu|gov|info|biz|app|dev|example|test|kr|uk|de|fr|jp|ru|cn|eu|рф|한국)$/;

/** Ends of names that Korean glues particles to. */
const KOREAN_ENDS = /^([a-z]{2,}|한국|닷컴|닷넷|삼성)(?=\p{Script=Hangul})/u;

/** Where mail addresses stand in a plain text. */
export function mailAddressesIn(plain: string): Place[] {
  const found: Place[] = [];
  for (const { 0: at, index } of plain.matchAll(AT)) {
    const start = localStart(plain, index, found.at(-1)?.end ?? 0);
    if (start === index) continue;
    const end = domainEnd(plain, index + at.length, at === ' @ ');
    if (end !== null) found.push({ start, end });
  }
  return found;
}

function localStart(plain: string, at: number, from: number): number {
  let start = at;
  while (start > from && at - start < 64 && LOCAL.test(plain[start - 1] ?? '')) start -= 1;
  while (start < at && !/[\p{L}\p{N}]/u.test(plain[start] ?? '')) start += 1;
  return start;
}

function domainEnd(plain: string, from: number, isLoose: boolean): number | null {
  DOMAIN.lastIndex = from;
  const domain = DOMAIN.exec(plain)?.[0];
  if (domain === undefined || FILE.test(domain)) return null;
  const last = domain.split(new RegExp(DOT, 'u')).at(-1) ?? '';
  const glued = KOREAN_ENDS.exec(last)?.[1];
  const label = glued ?? last;
  if (!LAST_LABEL.test(label)) return null;
  if (isLoose && domain.includes(' ') && !WELL_KNOWN_ENDS.test(label)) return null;
  return from + domain.length - (last.length - label.length);
}

const OCTET = String.raw`(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)`;
const IP4 = new RegExp(
  String.raw`(?<![\p{L}\p{N}]|\d[.])${OCTET}(?:${DOT}${OCTET}){3}(?![\p{Script=Latin}\p{N}]|\.\d)`,
  'gu',
);
const IP6 = /(?<![\p{L}\p{N}:])[\da-f]{0,4}(?::[\da-f]{0,4}){2,7}(?![\da-z:])/gu;
/** Words that the number of a version or a section follows. */
const BEFORE_VERSION = /(?:\bv(?:er(?:sion)?)?\.?|§)\s?$/u;

/** Where IP addresses stand in a plain text. */
export function ipAddressesIn(plain: string): Place[] {
  const fours = [...plain.matchAll(IP4)].filter(({ 0: match, index }) => {
    const octets = match.match(/\d+/g) ?? [];
    const isVersion =
      octets.every((octet) => octet.length === 1) || BEFORE_VERSION.test(plain.slice(0, index));
    return !isVersion && isIPv4(octets.join('.'));
  });
  const sixes = [...plain.matchAll(IP6)].filter(({ 0: match }) => {
    const groups = match.split(':').filter((group) => group !== '');
    return (
      isIPv6(match) &&
      groups.length > 1 &&
      /\d/.test(match) &&
      (groups.length > 3 || /^(?:2[0-9a-f]{3}|3fff|fe80|f[cd])/.test(match))
    );
  });
  return [...fours, ...sixes].map(({ 0: match, index }) => ({ start: index, end: index + match.length }));
}
