import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { bodyHash } from './body-hash.js';

/** The same value with the members of its objects the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([key, member]): [string, unknown] => [key, reversed(member)]);
  return Object.fromEntries(members.toReversed());
}

const parse = (text: string): unknown => JSON.parse(text);

/** Parsed JSON, as a request brings it. */
const json = fc.json({ maxDepth: 6 }).map(parse);

describe('the hash of a body', () => {
  it('is the same for equal values, whatever the order of their members', () => {
    fc.assert(
      fc.property(json, (body) => {
        expect(bodyHash(reversed(body))).toBe(bodyHash(body));
      }),
    );
  });

  it('differs when the values do', () => {
    fc.assert(
      fc.property(json, json, (one, other) => {
        const equal = JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
        expect(bodyHash(one) === bodyHash(other)).toBe(equal);
      }),
    );
  });

  it.each([
    [{ a: 1 }, { a: '1' }],
    [{ a: [1, 2] }, { a: [2, 1] }],
    [{ a: { b: 1 } }, { a: {}, b: 1 }],
    [{}, []],
    [{ a: null }, {}],
    [undefined, {}],
  ])('tells %j from %j', (one, other) => {
    expect(bodyHash(one)).not.toBe(bodyHash(other));
  });

  it('is a SHA-256 in hex, also of a body that nests as deep as a request may', () => {
    const deep = Array.from({ length: 32 }).reduce<unknown>((inner) => ({ b: 1, a: inner }), 1);
    expect(bodyHash(deep)).toMatch(/^[0-9a-f]{64}$/);
    expect(bodyHash(reversed(deep))).toBe(bodyHash(deep));
  });

  it('takes text that is written differently, but means the same, for the same', () => {
    expect(bodyHash(parse('{"a": 1.0, "b": "\\u0041"}'))).toBe(bodyHash(parse('{"b":"A","a":1}')));
  });
});

/** Written apart from the code under test: members by name, as pairs. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return ['list', ...value.map(sorted)];
  if (typeof value !== 'object' || value === null) return value;
  const keys = Object.keys(value).toSorted();
  return ['members', ...keys.map((key) => [key, sorted((value as Record<string, unknown>)[key])])];
}
