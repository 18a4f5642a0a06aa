import { describe, expect, it } from '@jest/globals';
import {
  declarationFaults,
  projectionFault,
  withProjection,
  type AttributeDeclarations,
} from './attributes.js';

const DECLARED: AttributeDeclarations = {
  genre: { type: 'string', description: 'Its genre.', filter: true },
  words: { type: 'integer', description: 'How many words.' },
  share: { type: 'number', description: 'A share.' },
  printed: { type: 'boolean', description: 'Whether it is printed.' },
};

describe('declarations of attributes', () => {
  it('are sound when names, types and enums fit together', () => {
    expect(declarationFaults(DECLARED, new Set(['status']))).toEqual([]);
    expect(declarationFaults({}, new Set())).toEqual([]);
  });

  it.each([
    ['Genre', { type: 'string' }, "the attribute 'Genre' needs a name of lower-case letters, digits and _"],
    ['a.b', { type: 'string' }, "the attribute 'a.b' needs a name of lower-case letters, digits and _"],
    ['status', { type: 'string' }, "the attribute 'status' has the name of something that every run has"],
    ['words', { type: 'integer', enum: ['1'] }, "the attribute 'words' has an enum, and is no string"],
    [
      'share',
      { type: 'number', filter: true },
      "the attribute 'share' is a fraction, which no list filters by",
    ],
  ] as const)('names what is wrong with %s %j', (name, declaration, fault) => {
    const declared = { [name]: { description: 'x', ...declaration } };
    expect(declarationFaults(declared, new Set(['status']))).toEqual([fault]);
  });
});

describe('what a pipeline says of a run', () => {
  it('fits when each value has the type that was declared, or is not known', () => {
    const projection = { title: 'T', genre: 'myth', words: 3, share: 0.5, printed: false };
    expect(projectionFault(projection, DECLARED)).toBeNull();
    expect(projectionFault({ title: null, genre: null, words: undefined }, DECLARED)).toBeNull();
    expect(projectionFault({}, {})).toBeNull();
  });

  it.each([
    [{ mood: 'x' }, "it does not declare the attribute 'mood'"],
    [{ genre: 3 }, "its attribute 'genre' is no string"],
    [{ words: 1.5 }, "its attribute 'words' is no integer"],
    [{ share: Number.NaN }, "its attribute 'share' is no number"],
    [{ printed: 1 }, "its attribute 'printed' is no boolean"],
    [{ title: 7 as unknown as string }, 'its title is no string'],
  ])('does not fit when it is %j', (projection, fault) => {
    expect(projectionFault(projection, DECLARED)).toBe(fault);
  });

  it('changes the attributes that it names, and takes away those that are not known any more', () => {
    const before = { genre: 'myth', words: 3 };
    expect(withProjection(before, { title: 'T', words: null, share: 0 })).toEqual({
      genre: 'myth',
      share: 0,
    });
    expect(withProjection(before, { genre: undefined })).toEqual(before);
    expect(before).toEqual({ genre: 'myth', words: 3 });
  });
});
