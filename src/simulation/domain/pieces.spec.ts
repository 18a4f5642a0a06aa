import { beforeAll, describe, expect, it } from '@jest/globals';
import { KOREAN_FOLDER, SHIPPED_FOLDER } from '../../../test/fixtures/pack-folder.js';
import { loadWorld } from '../packs/world-loader.js';
import { languageOf, type Language } from '../packs/language.js';
import { isPlural, piecesOf } from './pieces.js';

let english: Language;
let korean: Language;
beforeAll(async () => {
  english = (await loadWorld(SHIPPED_FOLDER)).extensions.language;
  korean = (await loadWorld(KOREAN_FOLDER)).extensions.language;
});

describe('the pieces of a fact', () => {
  it.each<[string, string[]]>([
    ['The manifest was signed for forty-one wicks at dusk.', ['the manifest']],
    ['Halcyon Mutual opened a claim an hour before the tally.', ['the claim', 'the tally', 'Halcyon Mutual']],
    ['The night shift at Pier Nine counted.', ['the night shift', 'Pier Nine']],
    ['They share a smell of tar.', ['the smell of tar']],
    ['We asked Encore & Daughters about it.', ['Encore & Daughters']],
    ['He left by the time the last of them slept.', []],
  ])('of %j are the things %j', (text, things) => {
    expect(piecesOf(text, english).things).toEqual(things);
  });

  it.each<[string, string[], string[]]>([
    ['The manifest was signed for forty-one wicks at dusk.', ['forty-one wicks'], ['at dusk']],
    ['Of four hundred people, 3 dozen eggs were left.', ['four hundred people', '3 dozen eggs'], []],
    ['It failed at ten past nine on Saturday night.', [], ['on Saturday night']],
    ['The update went out at 23:40.', [], ['at 23:40']],
    ['It came by post two days late.', [], []],
  ])('of %j are the numbers %j and the times %j', (text, numbers, whens) => {
    expect(piecesOf(text, english)).toMatchObject({ numbers, whens });
  });

  it('are clauses where it is long, and else itself', () => {
    const long =
      'Every member of the crew agreed to have their pockets turned out, and one carried a goose egg.';
    expect(piecesOf(long, english).clauses).toEqual([
      'Every member of the crew agreed to have their pockets turned out',
      'Every member of the crew agreed to have their pockets turned out, and one carried a goose egg',
    ]);
    expect(piecesOf('It is so, they say.', english).clauses).toEqual(['It is so, they say']);
  });

  it('are nouns before a particle in Korean', () => {
    const { things } = piecesOf('맑은물산은 사월에 단지에 들어온 기록이 없다고 밝혔다.', korean);
    expect(things).toEqual(expect.arrayContaining(['맑은물산', '단지', '기록']));
  });

  it('are clauses alone where the world describes no language', () => {
    const { things, numbers, whens, clauses } = piecesOf('The tally found forty wicks.', languageOf({}));
    expect([things, numbers, whens, clauses]).toEqual([[], [], [], ['The tally found forty wicks']]);
  });
});

it('a noun phrase is a plural by its number, or by the ending of its noun', () => {
  const plurals = ['two clerks', 'the parents', 'the families of the sleepwalker', 'the police'];
  const singulars = ['the tally', 'the glass', 'the owner of the crates', 'Harlow United'];
  expect(plurals.filter((phrase) => !isPlural(phrase, english))).toEqual([]);
  expect(singulars.filter((phrase) => isPlural(phrase, english))).toEqual([]);
});
