import * as fc from 'fast-check';

/** Texts that have harmed services before, as they are. */
export const EVIL_TEXTS = [
  '',
  ' ',
  '..',
  '../../etc/passwd',
  '..\\..\\windows',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udfff\ud800',
  '\u2028\u2029\u0085',
  '\u202Edlrow\u202C',
  '😀'.repeat(200),
  'x'.repeat(5_000),
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'null',
  'NaN',
  '1e400',
  '0x10',
  '-1',
  '1.5',
  '99999999999999999999',
  "' OR 1=1 --",
  '"; DROP TABLE runs; --',
  '%',
  '%s%n',
  '${jndi:ldap://x}',
  '{{7*7}}',
  '<script>alert(1)</script>',
  '2026-02-30T25:61:61Z',
  '(a+)+$'.repeat(20),
];

/** Pieces of a path or a query as they go over the wire: escapes of all kinds. */
export const EVIL_ESCAPES = [
  '..',
  '.',
  '%2e%2e',
  '%2e%2e%2f',
  '..%2f..%2f',
  '%2e%2e%5c',
  '%252e%252e%252f',
  '%00',
  'a%00b',
  '%',
  '%zz',
  '%E0%A4%A',
  '%ED%A0%80',
  '%FF%FE',
  '%C0%AF',
  '%0d%0aSet-Cookie:x=y',
  '%20',
  '+',
  ';x=y',
  '//',
  'a'.repeat(300),
  'a'.repeat(3_000),
];

export const evilText = fc.oneof(
  fc.constantFrom(...EVIL_TEXTS),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
);
const evilNumber = fc.oneof(
  fc.constantFrom(0, -0, -1, 1.5, 2 ** 31, 2 ** 53, -(2 ** 63), 1e308, Number.MIN_VALUE),
  fc.double({ noNaN: true }),
);
export const evilValue: fc.Arbitrary<unknown> = fc.oneof(
  evilText,
  evilNumber,
  fc.constantFrom(null, true, false, [], {}, [[]], [null], { a: { b: { c: {} } } }),
  fc.array(evilText, { maxLength: 30 }),
  fc.constant(Array.from({ length: 2_000 }, () => 'x')),
  fc.json({ maxDepth: 4 }).map((text) => JSON.parse(text) as unknown),
);

/** JSON texts that no serializer writes. */
export const RAW_BODIES = [
  '',
  'null',
  '[]',
  '"x"',
  '{',
  '{"seed":}',
  '{"seed":{},"seed":[]}',
  '{"__proto__":{"polluted":true}}',
  '{"seed":{"__proto__":{"polluted":true}}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  '{"rounds":1e400}',
  '{"rounds":-0}',
  '{"seed":"\\ud800"}',
  '{"seed":"\\u0000"}',
  '['.repeat(50_000),
  `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`,
  `{"seed":${'['.repeat(40)}${']'.repeat(40)}}`,
  '\ufeff{}',
  'a=b&c=d',
];
export const BAD_UTF8 = [Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), Buffer.from([0x22, 0xc3, 0x28, 0x22])];
