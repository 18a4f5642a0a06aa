import { beforeAll, describe, expect, it } from '@jest/globals';
import { SHIPPED_FOLDER, packFiles, readerOf, withValues } from '../../../test/fixtures/pack-folder.js';
import { exampleSeed } from '../../../test/support/seeds.js';
import { indexOf } from '../domain/similarity.js';
import type { Seed } from '../domain/seed.js';
import type { Evidence } from '../generation/text-generator.js';
import type { Intent } from '../domain/intent.js';
import { loadWorld } from '../packs/world-loader.js';
import type { World } from '../packs/world.js';
import { LoreGate } from './lore.gate.js';

const EVIDENCE: Evidence = { kind: 'rule', id: 'rule:R1', text: 'Sign twice.', source: 'Rules', grade: 'C' };
const gate = new LoreGate();
let world: World;
let seed: Seed;

beforeAll(async () => {
  world = await loadWorld(SHIPPED_FOLDER);
  seed = await exampleSeed();
});

function check(text: string, intent: Intent, evidence: Evidence | null, inWorld = world) {
  const comment = { text, claim: text, intent, evidence };
  return gate.check(comment, { world: inWorld, seed, taboos: [], texts: indexOf([]) });
}

describe('the lore gate', () => {
  it('asks for evidence where the intent is to bring some', () => {
    expect(check('Count first.', 'evidence', null)).toEqual([
      {
        rule_id: 'RULE-PLZ-LORE-01',
        code: 'EVIDENCE_MISSING',
        message: 'The text claims a fact and cites nothing.',
        severity: 'medium',
      },
    ]);
    expect(check('Count first.', 'evidence', EVIDENCE)).toEqual([]);
  });

  it('asks for evidence where the words claim a fact', () => {
    expect(check('This PROVES it.', 'hype', null).map(({ code }) => code)).toEqual(['EVIDENCE_MISSING']);
    expect(check('It is on record.', 'mediate', EVIDENCE)).toEqual([]);
    expect(check('Nobody has proved it or disproves it.', 'hype', null)).toEqual([]);
  });

  it('objects to what is certain and uncertain at once', () => {
    expect(check('It is certainly so, or perhaps not.', 'hype', null)).toEqual([
      {
        rule_id: 'RULE-PLZ-LORE-02',
        code: 'CONSISTENCY_CONFLICT',
        message: 'The text is certain and uncertain about one thing.',
        severity: 'medium',
      },
    ]);
  });

  it('does not object to certainty alone, nor to wordings of two groups', () => {
    expect(check('It is certainly and undoubtedly so.', 'hype', null)).toEqual([]);
    expect(check('Perhaps, and possibly not.', 'hype', null)).toEqual([]);
    expect(check("It is certainly anybody's guess.", 'hype', null)).toEqual([]);
  });

  it('tells both at once', () => {
    const found = check('Undoubtedly, possibly: it proves itself.', 'evidence', null);
    expect(found.map(({ code }) => code)).toEqual(['EVIDENCE_MISSING', 'CONSISTENCY_CONFLICT']);
  });

  it('marks no words: texts are not blacked out for lore', () => {
    const found = check('Undoubtedly, possibly.', 'evidence', null);
    expect(found.every((violation) => violation.found === undefined)).toBe(true);
  });

  it('names the rules that the world names', async () => {
    const ids = { EVIDENCE_MISSING: 'RULE-PLZ-MOD-01', CONSISTENCY_CONFLICT: 'RULE-PLZ-MOD-02' };
    const files = withValues(packFiles(), [['rule_pack.json', 'gate_policy.lore.rule_ids', ids]]);
    const loaded = await loadWorld('memory', readerOf(files));
    const found = check('Undoubtedly, possibly.', 'evidence', null, loaded);
    expect(found.map(({ rule_id }) => rule_id)).toEqual(['RULE-PLZ-MOD-01', 'RULE-PLZ-MOD-02']);
  });
});
