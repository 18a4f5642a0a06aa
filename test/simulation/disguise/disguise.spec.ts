import { beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { KOREAN_FOLDER, packFiles, readerOf, withValues } from '../../fixtures/pack-folder.js';
import { redact } from '../../../src/simulation/gates/gate-keeper.js';
import { safetyViolations } from '../../../src/simulation/gates/safety.gate.js';
import { loadWorld } from '../../../src/simulation/packs/world-loader.js';
import type { World } from '../../../src/simulation/packs/world.js';
import { DISGUISED_TEXTS } from './disguised-texts.js';
import { INNOCENT_TEXTS } from './innocent-texts.js';

const KOREAN = JSON.parse(String(packFiles(KOREAN_FOLDER)['rule_pack.json'])) as RulePack;
const ENGLISH = JSON.parse(String(packFiles()['rule_pack.json'])) as RulePack;
interface RulePack {
  readonly gate_policy: { readonly safety: Record<string, object> & { readonly taboo_words: string[] } };
}

/** Least of the disguised texts that must be found, and most of the innocent ones that may be. */
const FOUND = 0.95;
const FALSELY_FOUND = 0.02;

let world: World;
beforeAll(async () => {
  const [english, korean] = [ENGLISH.gate_policy.safety, KOREAN.gate_policy.safety];
  const safety = {
    regions: ['US', 'GB', 'KR'],
    taboo_words: [
      ...english.taboo_words,
      ...korean.taboo_words,
      '기생충',
      'пиявка',
      'крыса',
      'طفيلي',
      '夢泥棒',
    ],
    inflections: { ...english['inflections'], крыса: ['крысы'] },
    exceptions: [...Object.values(english['exceptions'] ?? {}), ...Object.values(korean['exceptions'] ?? {})],
    spelled_out: { ...english['spelled_out'], ...korean['spelled_out'] },
  };
  const files = withValues(packFiles(), [['rule_pack.json', 'gate_policy.safety', safety]]);
  world = await loadWorld('memory', readerOf(files));
});

const blackedOut = (text: string) => redact(text, safetyViolations(text, world));

/** A text without its marks, and with what is between them blacked out. */
function expected(marked: string): { text: string; wanted: string } {
  const text = marked.replaceAll(/[⟦⟧]/g, '');
  return { text, wanted: marked.replace(/⟦([^⟧]*)⟧/, (_, part: string) => '█'.repeat(part.length)) };
}

describe('the safety gate, on lists of texts', () => {
  it('has lists that are long enough, without one text twice', () => {
    expect(new Set(DISGUISED_TEXTS).size).toBeGreaterThanOrEqual(150);
    expect(new Set(INNOCENT_TEXTS).size).toBeGreaterThanOrEqual(150);
  });

  it('finds what is disguised, and blacks out all of it and nothing else', () => {
    const results = DISGUISED_TEXTS.map((marked) => {
      const { text, wanted } = expected(marked);
      return { text, wanted, got: blackedOut(text) };
    });
    const missed = results.filter(({ text, got }) => got === text);
    const inPart = results.filter(({ text, wanted, got }) => got !== text && got !== wanted);
    expect(inPart).toEqual([]);
    expect(missed.length / results.length).toBeLessThanOrEqual(1 - FOUND);
    expect(missed).toEqual([]);
  });

  it('leaves innocent texts as they are', () => {
    const falsely = INNOCENT_TEXTS.filter((text) => blackedOut(text) !== text);
    expect(falsely.length / INNOCENT_TEXTS.length).toBeLessThanOrEqual(FALSELY_FOUND);
    expect(falsely).toEqual([]);
  });
});

/** Invisible characters, marks and separators. */
const between = fc.constantFrom('\u200B', '\u00AD', '\u2060', '\uFEFF', '\u0301', '\u0336', '');
const separator = fc.constantFrom('.', '-', ' ', '_', '*', '·', '/', '\u2013', ' . ');
const letter = fc.constantFrom('l', 'L', 'ｌ', '𝓵', 'ⓛ', 'ĺ', 'ʟ', '1', '|').map((l) => [l, l] as const);

describe('any disguise of a word', () => {
  it('of invisible characters and marks is seen through, and blacked out whole', () => {
    fc.assert(
      fc.property(letter, fc.array(between, { minLength: 5, maxLength: 5 }), ([first], marks) => {
        const word = `${first}${marks[0]}e${marks[1]}e${marks[2]}c${marks[3]}h${marks[4]}`;
        const found = blackedOut(`That ${word} again.`);
        expect(found).toBe(`That ${'█'.repeat(word.length)} again.`);
      }),
      { numRuns: 500 },
    );
  });

  it('of one separator between all letters is seen through', () => {
    fc.assert(
      fc.property(separator, fc.constantFrom('leech', 'ｌｅｅｃｈ', 'lеeсh', '기생충'), (by, word) => {
        const disguised = Array.from(word).join(by);
        expect(blackedOut(`That ${disguised}, again.`)).toBe(`That ${'█'.repeat(disguised.length)}, again.`);
      }),
    );
  });
});

const digits = fc.constantFrom(
  '0123456789',
  '０１２３４５６７８９',
  '٠١٢٣٤٥٦٧٨٩',
  '०१२३४५६७८९',
  '۰۱۲۳۴۵۶۷۸۹',
);
const dash = fc.constantFrom('-', '–', ' ', '.', '/', '\u00A0', '\u2011', '－', '', ' - ', '·');

describe('any telephone number of a region', () => {
  it('is found in whatever digits and with whatever separators, whole', () => {
    fc.assert(
      fc.property(digits, dash, fc.integer({ min: 20_000_000, max: 99_999_999 }), (of, by, number) => {
        const plain = `010${by}${String(number).slice(0, 4)}${by}${String(number).slice(4)}`;
        const text = plain.replaceAll(/\d/g, (digit) => of[Number(digit)] ?? '');
        expect(blackedOut(`전화 ${text} 입니다`)).toBe(`전화 ${'█'.repeat(text.length)} 입니다`);
      }),
      { numRuns: 500 },
    );
  });
});
