import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { NotJsonError, exactJson, plainJson, plainJsonText } from './json.js';

class Point {
  x = 1;
}

function holdingItself(): object {
  const value: Record<string, unknown> = {};
  value['again'] = [value];
  return value;
}

/** Where and what is wrong with a value; null when nothing is. */
function faultOf(value: unknown): Pick<NotJsonError, 'pointer' | 'found'> | null {
  try {
    exactJson(value);
    return null;
  } catch (error) {
    if (!(error instanceof NotJsonError)) throw error;
    return { pointer: error.pointer, found: error.found };
  }
}

describe('exactJson', () => {
  it('round-trips every value that JSON can represent', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        fc.pre(!/\p{Surrogate}/u.test(JSON.stringify(value).replaceAll(/\\ud[89a-f]../g, '\ud800')));
        expect(JSON.parse(exactJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it.each([
    ['NaN', NaN, 'NaN'],
    ['Infinity', -Infinity, '-Infinity'],
    ['undefined', undefined, 'undefined'],
    ['a bigint', 1n, 'a bigint'],
    ['a function', () => 1, 'a function'],
    ['a symbol', Symbol('s'), 'a symbol'],
    ['a set', new Set([1]), 'an instance of Set'],
    ['a map', new Map(), 'an instance of Map'],
    ['a date', new Date(0), 'an instance of Date'],
    ['an instance of a class', new Point(), 'an instance of Point'],
    ['a typed array', new Uint8Array(2), 'an instance of Uint8Array'],
    ['a boxed number', Object(1) as unknown, 'an instance of Number'],
    // oxlint-disable-next-line no-sparse-arrays
    ['a list with a hole', [1, , 2], 'a list with holes or members'],
    ['a list with members', Object.assign([1], { index: 0 }), 'a list with holes or members'],
    ['half of a character', 'a\ud800', 'a text with half of a surrogate pair'],
    ['an object with a symbol', { [Symbol('s')]: 1 }, 'an object with symbols'],
  ])('rejects %s, with its pointer', (_, value, found) => {
    expect(faultOf(value)).toEqual({ pointer: '', found });
    expect(faultOf({ list: [0, { 'a/b~c': value }] })).toEqual({ pointer: '/list/1/a~1b~0c', found });
  });

  it('rejects a circular value', () => {
    expect(faultOf(holdingItself())?.found).toBe('nested more than 100 deep, or holds itself');
  });

  it('accepts objects without a prototype, and negative zero, which becomes 0', () => {
    expect(exactJson(Object.assign(Object.create(null) as object, { a: -0 }))).toBe('{"a":0}');
  });

  it('names the pointer and the value in its error', () => {
    expect(() => exactJson({ scores: [NaN] })).toThrow('/scores/0 is NaN, which JSON does not keep');
  });
});

describe('plainJson', () => {
  it('converts instances of data classes to plain objects', () => {
    const plain = plainJson({ points: [new Point()] });
    expect(plain).toStrictEqual({ points: [{ x: 1 }] });
  });

  it('gives what parsing its text gives, and shares nothing with the value', () => {
    const value = { zero: [-0], empty: Object.create(null) as object, list: [{ a: 1 }] };
    const plain = plainJson(value);
    expect(plain).toStrictEqual(JSON.parse(plainJsonText(value)));
    value.list[0] = { a: 2 };
    expect(plain).toMatchObject({ list: [{ a: 1 }] });
  });

  it.each([
    ['a date', new Date(0)],
    ['a set', new Set([1])],
    ['an error', new Error('no')],
    ['a typed array', new Uint8Array(2)],
    ['undefined', undefined],
    ['NaN', NaN],
  ])('rejects %s, with its pointer', (_, value) => {
    expect(() => plainJson({ a: [value] })).toThrow(/^\/a\/0 is /);
  });
});
