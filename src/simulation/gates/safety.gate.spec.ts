import { beforeAll, describe, expect, it } from '@jest/globals';
import { SHIPPED_FOLDER, packFiles, readerOf, withValues } from '../../../test/fixtures/pack-folder.js';
import { exampleSeed } from '../../../test/support/seeds.js';
import { indexOf } from '../domain/similarity.js';
import type { Seed } from '../domain/seed.js';
import { loadWorld } from '../packs/world-loader.js';
import type { World } from '../packs/world.js';
import { redact } from './gate-keeper.js';
import { SafetyGate } from './safety.gate.js';

const gate = new SafetyGate();
let world: World;
let seed: Seed;

beforeAll(async () => {
  world = await loadWorld(SHIPPED_FOLDER);
  seed = { ...(await exampleSeed()), forbidden_terms: ['Marrable', 'C++ (old)'] };
});

/** What the gate says of a text. */
function check(text: string, taboos: readonly string[][] = [], inWorld = world) {
  const comment = { text, claim: text, intent: 'alert', evidence: null } as const;
  const found = gate.check(comment, { world: inWorld, seed, taboos, texts: indexOf([]) });
  return found.map((violation) => ({
    ...violation,
    found: violation.found?.map((one) => partOf(text, one)),
  }));
}

/** The part of a text that was found. */
function partOf(text: string, found: string | { readonly start: number; readonly end: number }): string {
  return typeof found === 'string' ? found : text.slice(found.start, found.end);
}

function codes(text: string, taboos: readonly string[][] = []): string[] {
  return check(text, taboos).map(({ code }) => code);
}

const rulesWith = async (rule_ids: object) => {
  const other = withValues(packFiles(), [['rule_pack.json', 'gate_policy.safety.rule_ids', rule_ids]]);
  const loaded = await loadWorld('memory', readerOf(other));
  return check('leech', [], loaded).map(({ rule_id }) => rule_id);
};

describe('the safety gate', () => {
  it('lets through what is harmless', () => {
    expect(check('Forty were counted at 9:30 on 12 May, of 41, for 1200 marks.')).toEqual([]);
    expect(check('')).toEqual([]);
  });

  it.each([
    '020 7946 0018',
    '010-1234-5678',
    '+44 20 7946 0018',
    'zero one zero 2222 2222',
    'zero one zero two two two two one one one one',
  ])('finds the telephone number %s', (number) => {
    expect(check(`Ring ${number} tonight.`)).toEqual([
      {
        rule_id: 'RULE-PLZ-SAFE-01',
        code: 'PII_PHONE',
        message: 'The text holds a telephone number.',
        severity: 'high',
        found: [number],
      },
    ]);
  });

  it('finds every mail address', () => {
    expect(check('Ask ann@tide.example or Bo.Tarn+x@a-b.example.org!')).toEqual([
      {
        rule_id: 'RULE-PLZ-SAFE-01',
        code: 'PII_EMAIL',
        message: 'The text holds a mail address.',
        severity: 'high',
        found: ['ann@tide.example', 'Bo.Tarn+x@a-b.example.org'],
      },
    ]);
  });

  it('finds the taboo words of the world, of the voice and of the template', () => {
    expect(check('You LEECH, you slow-foot, you fog-horner.', [['slow-foot'], ['fog-horner']])).toEqual([
      {
        rule_id: 'RULE-PLZ-SAFE-02',
        code: 'TABOO_TERM',
        message: 'The text uses a taboo word.',
        severity: 'medium',
        found: ['LEECH', 'slow-foot', 'fog-horner'],
      },
    ]);
    expect(codes('A leeching slow-footed one.', [['slow-foot']])).toEqual([]);
    expect(check('Leeches, slow-foots.', [['slow-foot']])[0]?.found).toEqual(['Leeches', 'slow-foots']);
  });

  it('finds the terms that the seed forbids, taken literally', () => {
    expect(check('It was marrable with C++ (old).')).toEqual([
      {
        rule_id: 'RULE-PLZ-SAFE-03',
        code: 'SEED_FORBIDDEN_TERM',
        message: 'The text uses a term that the seed forbids.',
        severity: 'high',
        found: ['marrable', 'C++ (old)'],
      },
    ]);
    expect(codes('Marrables, and C old.')).toEqual([]);
  });

  it('tells everything that it found at once', () => {
    expect(codes('Marrable is a leech: m@x.example, 020 7946 0018')).toEqual([
      'PII_PHONE',
      'PII_EMAIL',
      'TABOO_TERM',
      'SEED_FORBIDDEN_TERM',
    ]);
  });

  it('never quotes in its message what it found', () => {
    for (const { message } of check('Marrable is a leech: m@x.example, 020 7946 0018')) {
      expect(message).not.toMatch(/marrable|leech|@|\d/i);
    }
  });

  it('names the rules that the world names, and the usual ones where it names none', async () => {
    expect(await rulesWith({ TABOO_TERM: 'RULE-PLZ-MOD-01' })).toEqual(['RULE-PLZ-MOD-01']);
    expect(await rulesWith({})).toEqual(['RULE-PLZ-SAFE-02']);
  });

  it('finds personal data in a world that says nothing, with the numbers of Korea and the USA', async () => {
    const files = withValues(packFiles(), [['rule_pack.json', 'gate_policy', undefined]]);
    const text = 'leech 020 7946 0018, 010-1234-5678, 212-555-0187, a@b.example';
    const found = check(text, [], await loadWorld('memory', readerOf(files)));
    expect(found.map(({ code, found: parts }) => [code, parts])).toEqual([
      ['PII_PHONE', ['010-1234-5678', '212-555-0187']],
      ['PII_EMAIL', ['a@b.example']],
    ]);
  });

  it('takes the patterns of packs of earlier versions beside its own', async () => {
    const files = withValues(packFiles(), [
      [
        'rule_pack.json',
        'gate_policy.safety',
        { phone_pattern: 'PIER-\\d{3}', email_pattern: 'bell-pull \\w+' },
      ],
    ]);
    const found = check(
      'PIER-777, bell-pull seven, 010-1234-5678',
      [],
      await loadWorld('memory', readerOf(files)),
    );
    expect(found.map(({ code, found: parts }) => [code, parts])).toEqual([
      ['PII_PHONE', ['010-1234-5678', 'PIER-777']],
      ['PII_EMAIL', ['bell-pull seven']],
    ]);
  });

  it('blacks out a word, and not the same letters within an innocent one', () => {
    const text = 'A leech reads the leechdom; l\u200Bé.e.c.h!';
    const blackedOut = redact(
      text,
      gate.check(
        { text, claim: text, intent: 'alert', evidence: null },
        { world, seed, taboos: [], texts: indexOf([]) },
      ),
    );
    expect(blackedOut).toBe(`A █████ reads the leechdom; ${'█'.repeat(9)}!`);
  });

  it('finds Korean words inside of others, as its world has them', async () => {
    const files = withValues(packFiles(), [['rule_pack.json', 'gate_policy.safety.taboo_words', ['기생충']]]);
    const [taboo] = check('그 기생충들이 또 왔다', [], await loadWorld('memory', readerOf(files)));
    expect(taboo).toMatchObject({ code: 'TABOO_TERM', found: ['기생충'] });
  });
});
