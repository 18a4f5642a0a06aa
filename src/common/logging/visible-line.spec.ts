import { describe, expect, it } from '@jest/globals';
import { visibleLine } from './visible-line.js';

function passedOn(line: object): unknown {
  const shown = visibleLine(`${JSON.stringify(line)}\n`);
  expect(shown.split('\n')).toEqual([expect.any(String), '']);
  return JSON.parse(shown);
}

describe('the lines of a pretty log', () => {
  it('have control and bidi characters escaped, at any depth, in values and names', () => {
    expect(
      passedOn({ level: 30, msg: 'a\u001B[2J', err: { message: 'b\u202E', 'c\u0007': ['d\u2028'] } }),
    ).toEqual({
      level: 30,
      msg: String.raw`a\u001b[2J`,
      err: { message: String.raw`b\u202e`, [String.raw`c\u0007`]: [String.raw`d\u2028`] },
    });
  });

  it('have the further lines of a message indented, and stacks unchanged', () => {
    expect(passedOn({ msg: 'one\n[12:00:00] INFO: two', err: { stack: 'E\n    at f' } })).toEqual({
      msg: 'one\n    [12:00:00] INFO: two',
      err: { stack: 'E\n    at f' },
    });
  });
});
