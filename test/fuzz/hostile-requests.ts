import * as fc from 'fast-check';
import { BAD_UTF8, EVIL_ESCAPES, EVIL_TEXTS, RAW_BODIES, evilText, evilValue } from './evil-values.js';

/** A request as a hostile caller sends it. */
export interface HostileRequest {
  readonly method: string;
  /** Path and query, as they go over the wire. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer | null;
}

/** What a hostile caller knows of the service. */
interface Knowledge {
  /** Ids of runs that exist. */
  readonly runIds: readonly string[];
  /** A seed that the service takes. */
  readonly seed: object;
}

const encoded = (text: string): string => {
  try {
    return encodeURIComponent(text);
  } catch {
    return '%ED%A0%80'; // a lone surrogate, as a careless encoder sends it
  }
};
const segment = fc.oneof(evilText.map(encoded), fc.constantFrom(...EVIL_ESCAPES));

const PARAMETERS = [
  'limit',
  'offset',
  'cursor',
  'status',
  'thread_status',
  'seed_id',
  'board_id',
  'pipeline',
];
const MORE_PARAMETERS = [
  'pack_fingerprint',
  'created_after',
  'created_before',
  'after_seq',
  'type',
  'attempt',
];
const parameterName = fc.oneof(
  { arbitrary: fc.constantFrom(...PARAMETERS, ...MORE_PARAMETERS, 'stage_node'), weight: 6 },
  {
    arbitrary: fc.constantFrom('limit[]', 'type[0]', 'status[$ne]', '__proto__', '__proto__[x]', 'x'),
    weight: 1,
  },
  { arbitrary: segment, weight: 1 },
);
const parameterValue = fc.oneof(
  segment,
  fc.constantFrom('1', '0', '20', '200', '10000', 'running', 'failed', 'round', '2026-01-01T00:00:00Z'),
);
const query = fc
  .array(fc.tuple(parameterName, parameterValue), { maxLength: 4 })
  .map((pairs) =>
    pairs.length === 0 ? '' : `?${pairs.map(([name, value]) => `${name}=${value}`).join('&')}`,
  );

/** The routes of the service, with `*` where a caller puts something of its own. */
const PATHS = [
  '/simulate',
  '/runs',
  '/runs/latest',
  '/runs/*',
  '/runs/*/runlog',
  '/runs/*/report',
  '/runs/*/events',
  '/runs/*/cancel',
  '/runs/*/resume',
  '/runs/*/fork',
  '/packs',
  '/packs/*/*',
  '/stages',
  '/errors',
  '/errors/*',
  '/health',
  '/health/live',
  '/health/ready',
  '/docs',
  '/docs-json',
  '/docs/*',
  '/*',
  '/runs/',
  '/RUNS',
];

function pathOf({ runIds }: Knowledge): fc.Arbitrary<string> {
  const own = fc.oneof(segment, fc.constantFrom(...runIds, 'latest', 'board', 'RUN_NOT_FOUND', 'B01'));
  return fc.constantFrom(...PATHS).chain((template) => {
    const parts = template.split('*');
    const fills = fc.array(own, { minLength: parts.length - 1, maxLength: parts.length - 1 });
    return fills.map((given) => parts.map((part, index) => part + (given[index] ?? '')).join(''));
  });
}

/** A header value may hold anything but control characters; the rest is a matter of raw sockets. */
const headerText = fc.oneof(
  fc.constantFrom(...EVIL_TEXTS).map((text) => text.replaceAll(/[^\x20-\x7e]/g, '?')),
  fc.string({ maxLength: 60 }).map((text) => text.replaceAll(/[^\x20-\x7e]/g, '?')),
);
const headers = fc.record(
  {
    // Most are refused at once, so that few requests have one.
    accept: fc.oneof(
      { arbitrary: headerText, weight: 1 },
      {
        arbitrary: fc.constantFrom('application/x-ndjson', 'text/markdown', 'text/event-stream', '*/*;q=x'),
        weight: 1,
      },
      { arbitrary: fc.constantFrom('*/*', 'application/json, */*;q=0.1'), weight: 12 },
    ),
    'accept-encoding': fc.constantFrom('gzip', 'br', 'gzip;q=0', 'deflate, *;q=0'),
    'idempotency-key': fc.oneof(headerText, fc.constantFrom('k', 'k2', 'k'.repeat(256))),
    'x-request-id': headerText,
    'last-event-id': fc.oneof(headerText, fc.constantFrom('0', '1', '999999999999')),
    'if-none-match': fc.oneof(headerText, fc.constantFrom('*', 'W/"x"', '"'.repeat(50))),
    authorization: fc.oneof(headerText, fc.constantFrom('Bearer x', 'Basic eDp5', 'Bearer')),
    'sec-fetch-site': fc.constantFrom('same-origin', 'none', 'x'),
    'x-forwarded-for': headerText,
    'x-http-method-override': fc.constantFrom('DELETE', 'GET'),
    cookie: fc.array(headerText, { minLength: 2, maxLength: 3 }),
  },
  { requiredKeys: [] },
);

/** What tells of another site: refused at once, so that few requests have it. */
const foreign: fc.Arbitrary<Record<string, string>> = fc.oneof(
  { arbitrary: fc.constant({}), weight: 30 },
  {
    arbitrary: fc.constantFrom<Record<string, string>>(
      { origin: 'null' },
      { origin: 'http://evil.example' },
      { 'sec-fetch-site': 'cross-site' },
      { host: 'evil.example' },
    ),
    weight: 1,
  },
);

const CONTENT_TYPES = [
  'application/json',
  'application/json; charset=utf-8',
  'application/json; charset=utf-16',
  'application/JSON;charset="utf-8"',
  'application/vnd.api+json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'text/plain',
  'application/json, text/plain',
  '',
];
const contentType = fc.oneof(
  { arbitrary: fc.constant('application/json'), weight: 8 },
  { arbitrary: fc.constantFrom(...CONTENT_TYPES), weight: 2 },
);

/** Puts something else in one place of a JSON value, or adds it there. */
function changedAt(value: unknown, place: readonly number[], name: string, change: unknown): unknown {
  const [first = 0, ...rest] = place;
  if (Array.isArray(value)) {
    if (rest.length === 0 || value.length === 0) return [...(value as unknown[]), change];
    return value.with(first % value.length, changedAt(value[first % value.length], rest, name, change));
  }
  if (typeof value !== 'object' || value === null || place.length === 0) return change;
  const keys = Object.keys(value);
  const key = first % 5 === 0 ? name : (keys[first % Math.max(1, keys.length)] ?? name);
  const entries = Object.entries(value).filter(([own]) => own !== key);
  const own = (value as Record<string, unknown>)[key];
  return Object.fromEntries([...entries, [key, changedAt(own, rest, name, change)]]);
}

const key = fc.oneof(evilText, fc.constantFrom('seed', 'rounds', 'faults', 'x'));

function bodyOf({ seed }: Knowledge): fc.Arbitrary<Buffer | null> {
  const bodies = [
    { seed, rounds: 1 },
    { pipeline: 'simulation', input: { seed, rounds: 1, random_seed: 's' } },
    {
      seed,
      rounds: 2,
      max_stage_retries: 1,
      faults: [{ stage_node: 'moderation', kind: 'error', attempts: 1 }],
    },
    {
      seed,
      rounds: 2,
      interventions: [
        { round: 1, kind: 'statement', stakeholder: 'the crew', text: 'We lost nothing.' },
        { round: 2, kind: 'moderate', action: 'RESTORE' },
      ],
      changes: [{ from_round: 2, random_seed: 'other' }],
    },
    { from_stage: 'moderation' },
    { from_round: 1, changes: { rounds: 2, interventions: [{ round: 1, kind: 'evidence_lost' }] } },
  ];
  const mutated = fc
    .record({
      body: fc.constantFrom(...bodies),
      changes: fc.array(fc.tuple(fc.array(fc.nat(20), { maxLength: 5 }), key, evilValue), {
        minLength: 1,
        maxLength: 3,
      }),
    })
    .map(({ body, changes }) =>
      changes.reduce<unknown>((value, [place, name, change]) => changedAt(value, place, name, change), body),
    )
    .map((value) => Buffer.from(JSON.stringify(value) ?? 'undefined'));
  return fc.oneof(
    { arbitrary: mutated, weight: 8 },
    { arbitrary: fc.constantFrom(...RAW_BODIES).map((text) => Buffer.from(text)), weight: 3 },
    { arbitrary: fc.constantFrom(...BAD_UTF8), weight: 1 },
    { arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)), weight: 1 },
    { arbitrary: fc.constant(null), weight: 2 },
  );
}

const METHODS = ['PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND', 'SEARCH'] as const;
const method = fc.oneof(
  { arbitrary: fc.constant('GET'), weight: 5 },
  { arbitrary: fc.constant('POST'), weight: 5 },
  { arbitrary: fc.constantFrom(...METHODS), weight: 2 },
);

/** So many hostile requests; the same for the same number. */
export function hostileRequests(knowledge: Knowledge, count: number, seed: number): HostileRequest[] {
  const anywhere = fc.record({ method, path: pathOf(knowledge), body: bodyOf(knowledge) });
  const starting = fc.record({
    method: fc.constant('POST'),
    path: fc.constantFrom('/simulate', '/runs', ...knowledge.runIds.map((id) => `/runs/${id}/fork`)),
    body: bodyOf(knowledge),
  });
  const request = fc
    .record({
      target: fc.oneof({ arbitrary: anywhere, weight: 3 }, { arbitrary: starting, weight: 2 }),
      query,
      headers,
      foreign,
      contentType,
    })
    .map(({ target, query: asked, headers: given, foreign: other, contentType: type }): HostileRequest => {
      const url = `${target.path}${target.method === 'GET' ? asked : ''}`;
      const body = target.method === 'GET' || target.method === 'HEAD' ? null : target.body;
      return {
        method: target.method,
        url,
        headers: { ...given, ...other, ...(body && type && { 'content-type': type }) },
        body,
      };
    });
  return fc.sample(request, { numRuns: count, seed });
}
