import { describe, expect, it } from '@jest/globals';
import { packFiles, readerOf, withValues, withValue } from '../../../test/fixtures/pack-folder.js';
import { exampleSeed } from '../../../test/support/seeds.js';
import { loadWorld } from '../packs/world-loader.js';
import { canonChecks } from './canon-gate.js';

const FILES = packFiles();
const WORLD = 'world_pack.json';
const STATEMENT = { source: 'test', valid_from: 'Y1' };

/** The details of one check of the shipped world with some values of its world pack changed; passing ones have none. */
async function detailsOf(name: string, ...changes: (readonly [path: string, value: unknown])[]) {
  const files = withValues(
    FILES,
    changes.map(([path, value]) => [WORLD, path, value] as const),
  );
  const world = await loadWorld('memory', readerOf(files));
  const found = canonChecks(world, await exampleSeed()).find((check) => check.name === name);
  expect(found?.passed).toBe(found?.details.length === 0);
  return found?.details;
}

const relation = (id: string, type: string, from: string, to: string, valid_from = 'Y1', valid_to = '') => ({
  ...STATEMENT,
  id,
  relation_type: type,
  from_entity_id: from,
  to_entity_id: to,
  valid_from,
  valid_to,
});
const term = (id: string, name: string, definition: string, aliases: string[] = []) => ({
  ...STATEMENT,
  id,
  term: name,
  definition,
  aliases,
});

const timesOf = (valid_from: string, valid_to: string, era: string) =>
  detailsOf(
    'timeline_consistency',
    ['timeline_events.0.valid_from', valid_from],
    ['timeline_events.0.valid_to', valid_to],
    ['timeline_events.0.era', era],
  );

const relationConflicts = (...relations: object[]) =>
  detailsOf('relation_conflicts', ['relations', relations]);

const glossaryConflicts = (...glossary: object[]) => detailsOf('glossary_conflicts', ['glossary', glossary]);

async function used(terms: string[], seed: object): Promise<readonly string[] | undefined> {
  const files = withValue(FILES, WORLD, 'forbidden_terms', terms);
  const world = await loadWorld('memory', readerOf(files));
  return canonChecks(world, { ...(await exampleSeed()), ...seed })[4]?.details;
}

describe('the canon gate', () => {
  it('passes the shipped world and seed in all five checks', async () => {
    const world = await loadWorld('memory', readerOf(FILES));
    expect(canonChecks(world, await exampleSeed())).toEqual(
      [
        'reference_integrity',
        'timeline_consistency',
        'relation_conflicts',
        'glossary_conflicts',
        'seed_forbidden_terms',
      ].map((name) => ({ name, passed: true, details: [] })),
    );
  });

  it('makes the checks of the world once, and that of the seed for each seed', async () => {
    const world = await loadWorld('memory', readerOf(FILES));
    const seed = await exampleSeed();
    const first = canonChecks(world, seed);
    const second = canonChecks(world, { ...seed, title: 'The Morrow needle' });
    expect(second[0]).toBe(first[0]);
    expect([first[4]?.passed, second[4]?.passed]).toEqual([true, false]);
  });

  it('tells fifty findings of a check, and the number of the rest', async () => {
    const entities = Array.from({ length: 60 }, (_, index) => `EN-X${index}`);
    const details = await detailsOf('reference_integrity', ['timeline_events.0.entity_ids', entities]);
    expect(details).toHaveLength(51);
    expect(details?.at(-1)).toBe('and 10 more');
  });
});

describe('reference_integrity', () => {
  it('finds ends of relations, entities and places of events, and scopes of rules that name no entity', async () => {
    expect(
      await detailsOf(
        'reference_integrity',
        ['relations.0.from_entity_id', 'EN-98'],
        ['relations.0.to_entity_id', 'EN-99'],
        ['timeline_events.0.entity_ids', ['EN-01', 'EN-97']],
        ['timeline_events.0.location_entity_id', 'EN-96'],
        ['world_rules.0.scope_entity_ids', ['EN-95']],
      ),
    ).toEqual([
      "relation RE-01: from_entity_id names no entity 'EN-98'",
      "relation RE-01: to_entity_id names no entity 'EN-99'",
      "timeline event TL-01: entity_ids names no entity 'EN-97'",
      "timeline event TL-01: location_entity_id names no entity 'EN-96'",
      "world rule WR-01: scope_entity_ids names no entity 'EN-95'",
    ]);
  });

  it('lets an event be nowhere', async () => {
    expect(await detailsOf('reference_integrity', ['timeline_events.0.location_entity_id', ''])).toEqual([]);
  });
});

describe('timeline_consistency', () => {
  it.each([
    ['Y1', '', 'Y1'],
    ['Y1', 'Y1', 'Y1-Q4'],
    ['Y1-Q2', 'Y1-M6', 'Y1-M4'],
    ['Y2', 'Y2-Q1', 'Y2-M3'],
    ['Y9', 'Y10', 'Y10-M12'],
    ['Y1-M12', '', 'Y2'],
    ['Y1', 'Y1', ''],
  ])('is content with %s to %s and the era %s', async (from, to, era) => {
    expect(await timesOf(from, to, era)).toEqual([]);
  });

  it.each([
    ['Y3', 'Y2', '', 'valid_from Y3 is after valid_to Y2'],
    ['Y10', 'Y9', '', 'valid_from Y10 is after valid_to Y9'],
    ['Y1-Q3', 'Y1-M6', '', 'valid_from Y1-Q3 is after valid_to Y1-M6'],
    ['Y1-Q2', 'Y1-Q3', 'Y1', 'era Y1 is not inside Y1-Q2 to Y1-Q3'],
    ['Y2', '', 'Y1-M12', 'era Y1-M12 is not inside Y2 to now'],
    ['Y1', 'Y2', 'Y2-Q5', "era 'Y2-Q5' is not Y<n>, Y<n>-Q1..4 or Y<n>-M1..12"],
    ['Y1', 'Y2-M13', '', "valid_to 'Y2-M13' is not Y<n>, Y<n>-Q1..4 or Y<n>-M1..12"],
    ['1994', '', '', "valid_from '1994' is not Y<n>, Y<n>-Q1..4 or Y<n>-M1..12"],
  ])('refuses %s to %s with the era "%s"', async (from, to, era, finding) => {
    expect(await timesOf(from, to, era)).toEqual([`timeline event TL-01: ${finding}`]);
  });

  it.each(['entities', 'relations', 'world_rules', 'glossary'])(
    'looks at the times of %s too',
    async (list) => {
      expect(await detailsOf('timeline_consistency', [`${list}.0.valid_from`, 'soon'])).toHaveLength(1);
    },
  );
});

describe('relation_conflicts', () => {
  it('finds allies that are hostile, in either direction', async () => {
    const ally = relation('R1', 'allied_with', 'EN-01', 'EN-02');
    const finding = 'allied_with and hostile_to hold at once between EN-01 and EN-02';
    expect(await relationConflicts(ally, relation('R2', 'hostile_to', 'EN-01', 'EN-02'))).toEqual([
      `relations R1 and R2: ${finding}`,
    ]);
    expect(await relationConflicts(ally, relation('R3', 'hostile_to', 'EN-02', 'EN-01'))).toEqual([
      `relations R1 and R3: ${finding}`,
    ]);
    expect(await relationConflicts(ally, relation('R4', 'hostile_to', 'EN-03', 'EN-01'))).toEqual([]);
  });

  it('takes the rules of the world beside its own', async () => {
    const pair = [relation('R1', 'regulates', 'EN-01', 'EN-02'), relation('R2', 'exempts', 'EN-01', 'EN-02')];
    const own = [relation('R3', 'boycotts', 'EN-01', 'EN-02'), relation('R4', 'funds', 'EN-02', 'EN-01')];
    expect(await relationConflicts(...pair)).toHaveLength(1);
    expect(await relationConflicts(...own)).toHaveLength(1);
    expect(await relationConflicts(...pair, ...own)).toHaveLength(2);
  });

  it('minds only relations that hold at one time', async () => {
    const then = relation('R1', 'allied_with', 'EN-01', 'EN-02', 'Y1', 'Y2-Q1');
    expect(await relationConflicts(then, relation('R2', 'hostile_to', 'EN-01', 'EN-02', 'Y2-M4'))).toEqual(
      [],
    );
    expect(
      await relationConflicts(then, relation('R2', 'hostile_to', 'EN-01', 'EN-02', 'Y2-M3')),
    ).toHaveLength(1);
  });
});

describe('glossary_conflicts', () => {
  it('finds a term or alias with two definitions, whatever its case', async () => {
    expect(await glossaryConflicts(term('G1', 'Wick', 'A cord.'), term('G2', 'WICK', 'A flame.'))).toEqual([
      "glossary terms G1, G2: 'wick' has more than one definition",
    ]);
    expect(
      await glossaryConflicts(term('G1', 'Wick', 'A cord.'), term('G2', 'Lamp', 'A light.', ['wick'])),
    ).toHaveLength(1);
  });

  it('lets one definition be given twice, and a term be its own alias', async () => {
    expect(
      await glossaryConflicts(
        term('G1', 'Wick', 'A cord.', ['wick']),
        term('G2', 'cord', ' a  cord.', ['Wick']),
      ),
    ).toEqual([]);
  });
});

describe('seed_forbidden_terms', () => {
  it('looks at title, summary and facts, and quotes nothing of hidden facts', async () => {
    const details = await used(['needle', 'Morrow'], {
      title: 'The NEEDLE',
      summary: 'Morrow and the needle.',
      public_facts: ['Nothing here.', 'A needle, again.'],
      hidden_facts: ['The butler hid the needle under the stairs.'],
    });
    expect(details).toEqual([
      "title uses the forbidden term 'needle'",
      "summary uses the forbidden term 'needle'",
      "summary uses the forbidden term 'Morrow'",
      "public_facts[1] uses the forbidden term 'needle'",
      "hidden_facts[0] uses the forbidden term 'needle'",
    ]);
    expect(JSON.stringify(details)).not.toContain('butler');
  });

  it('finds whole words where the script has word boundaries, and parts of words where it has none', async () => {
    expect(await used(['art'], { title: 'The party started' })).toEqual([]);
    expect(await used(['사기'], { title: '그 사람은 사기꾼이다' })).toHaveLength(1);
  });

  it('finds a term however its characters are put together', async () => {
    expect(await used(['한강'], { title: '한강'.normalize('NFD') })).toEqual([
      "title uses the forbidden term '한강'",
    ]);
  });

  it('looks at all that is shown for the terms that the seed forbids itself, also in disguise', async () => {
    const seed = {
      ...(await exampleSeed()),
      title: 'The d.u.s.k.b.e.r.r.y is gone',
      stakeholders: ['Nobody', 'the Ｄｕｓｋｂｅｒｒｙ sisters'],
      hidden_facts: ['Duskberry did it.'],
      forbidden_terms: ['Duskberry'],
    };
    const world = await loadWorld('memory', readerOf(FILES));
    expect(canonChecks(world, seed)[4]).toEqual({
      name: 'seed_forbidden_terms',
      passed: false,
      details: [
        "title uses its own forbidden term 'Duskberry'",
        "stakeholders[1] uses its own forbidden term 'Duskberry'",
      ],
      pointers: ['/seed/title', '/seed/stakeholders/1'],
    });
  });

  it('takes a term literally', async () => {
    expect(await used(['a.c', '(x'], { title: 'abc (y' })).toEqual([]);
  });
});
