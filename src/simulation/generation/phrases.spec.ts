import { describe, expect, it } from '@jest/globals';
import { PureRandomSource } from '../../common/index.js';
import { capitalised, sayOne, withoutFullStop, type Speech } from './phrases.js';

function speech(purpose = 'x', recently = ''): Speech {
  return { random: new PureRandomSource().seeded('phrases').stream(purpose), recently };
}
/** What is said in many draws. */
function sayings(patterns: readonly string[], recently = ''): Set<string | null> {
  const draws = Array.from({ length: 60 }, (_, draw) => sayOne(patterns, {}, speech(String(draw), recently)));
  return new Set(draws);
}

describe('a phrase', () => {
  it('has its slots filled', () => {
    expect(sayOne(['{name} asked {name} about {topic}.'], { name: 'Ann', topic: 'ink' }, speech())).toBe(
      'Ann asked Ann about ink.',
    );
  });

  it('with a slot that has no value is passed over', () => {
    const patterns = ['{name} said so.', '{source} said so.', 'It is so.'];
    for (let draw = 0; draw < 20; draw++) {
      const said = sayOne(patterns, { name: '', source: null }, speech(String(draw)));
      expect(said).toBe('It is so.');
    }
  });

  it('can be used by the values of the moment, whatever could be used before', () => {
    const patterns = ['By {name}.', 'On {topic}.'];
    for (const purpose of ['a', 'b', 'c', 'd']) {
      expect(sayOne(patterns, { name: 'Ann' }, speech(purpose))).toBe('By Ann.');
      expect(sayOne(patterns, { topic: 'ink' }, speech(purpose))).toBe('On ink.');
      expect(sayOne(patterns, {}, speech(purpose))).toBeNull();
    }
  });

  it('is none where no pattern can be used', () => {
    expect(sayOne([], {}, speech())).toBeNull();
    expect(sayOne(['{name}'], {}, speech())).toBeNull();
  });

  it('takes what fills it as it is, slots and dollar signs of its own included', () => {
    const values = { name: '{topic} $& $1 \\', topic: 'ink' };
    expect(sayOne(['{name}, {topic}'], values, speech())).toBe('{topic} $& $1 \\, ink');
  });

  it('turns quotation marks inside others into inner ones', () => {
    const claim = 'He said “no” twice';
    expect(sayOne(['{name}: “{claim}.”'], { name: 'Ann', claim }, speech())).toBe(
      'Ann: “He said ‘no’ twice.”',
    );
  });

  it('keeps quotation marks of what stands outside others', () => {
    const values = { claim: 'He said “no”' };
    expect(sayOne(['“So”: {claim}'], values, speech())).toBe('“So”: He said “no”');
  });

  it('is one of all that can be used', () => {
    expect(sayings(['One.', 'Two.', 'Three.'])).toEqual(new Set(['One.', 'Two.', 'Three.']));
  });

  it('that was said lately is avoided while there are others', () => {
    const patterns = ['The tide waits.', 'The bell rings.', 'The lamp burns.', 'The goose is missing.'];
    const recently = 'He said: The tide waits.\nAnd then: The bell rings.';
    const said = Array.from({ length: 200 }, (_, draw) =>
      sayOne(patterns, {}, speech(String(draw), recently)),
    );
    const repeated = said.filter((text) => recently.includes(text ?? '?')).length;
    expect(repeated).toBeLessThan(20);
  });

  it('is said again when there is no other', () => {
    expect(sayings(['The tide waits.'], 'The tide waits.')).toEqual(new Set(['The tide waits.']));
  });

  it('is recognised by its words, whatever filled its slots', () => {
    const patterns = ['{name} has the right end of the rope.', 'I had it from a man at a window, {name}.'];
    const recently = 'Ann has the right end of the rope.';
    const said = Array.from({ length: 50 }, (_, draw) =>
      sayOne(patterns, { name: 'Bo' }, speech(String(draw), recently)),
    );
    const repeated = said.filter((text) => text?.includes('rope')).length;
    expect(repeated).toBeLessThan(10);
  });
});

describe('a sentence without its full stop', () => {
  it.each([
    ['It is so.', 'It is so'],
    ['Is it?!', 'Is it'],
    [' It is… ', 'It is'],
    ['사라졌다。', '사라졌다'],
    ['No. 9 is open', 'No. 9 is open'],
    ['He said “no.”', 'He said “no”'],
    ['...', ''],
    ['', ''],
  ])('of %j is %j', (sentence, without) => {
    expect(withoutFullStop(sentence)).toBe(without);
  });
});

describe('a text', () => {
  it.each([
    ['look:', 'Look:'],
    ['Look', 'Look'],
    ['émile', 'Émile'],
    ['𐐨𐐩 deseret', '𐐀𐐩 deseret'],
    ['회의', '회의'],
    ['41 wicks', '41 wicks'],
  ])('%j begins with a capital, where its script has one: %j', (text, expected) => {
    expect(capitalised(text)).toBe(expected);
  });
});
