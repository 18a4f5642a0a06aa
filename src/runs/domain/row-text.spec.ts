import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { textOf } from './row-text.js';

const rowsOf = (texts: readonly string[]) => texts.map((json) => ({ json }));
const plain = (texts: readonly string[]) => texts.map((text) => `${text}\n`).join('');

describe('the text of rows', () => {
  it('has their JSON, a line feed after each', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (texts) => {
        expect(textOf(rowsOf(texts)).toString()).toBe(plain(texts));
      }),
    );
  });

  it('stays as it is when others are made after it', () => {
    const first = textOf(rowsOf(['{"a":1}']));
    textOf(rowsOf(['{"b":2}', '{"c":3}']));
    expect(first.toString()).toBe('{"a":1}\n');
  });

  it('may be long', () => {
    const long = ['“é”'.repeat(60_000), '😀'.repeat(100_000), 'x'];
    expect(textOf(rowsOf(long)).toString()).toBe(plain(long));
  });
});
