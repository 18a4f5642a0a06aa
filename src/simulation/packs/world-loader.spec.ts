import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import {
  faultLines,
  packFiles,
  readerOf,
  withValue,
  withValues,
  type PackFiles,
} from '../../../test/fixtures/pack-folder.js';
import { PackFolderError, describeFault } from './pack-fault.js';
import { MAX_PACK_BYTES } from './pack-reader.js';
import { loadWorld } from './world-loader.js';

const FILES = packFiles();
const BOARDS = 'board_pack.json';
const RULES = 'rule_pack.json';
const TEMPLATES = 'template_pack.json';
const WORLD = 'world_pack.json';

const text = (file: string, content: string): PackFiles => ({ ...FILES, [file]: Buffer.from(content) });

describe('loading the packs', () => {
  it('takes the shipped world without a fault and without a warning', async () => {
    const world = await loadWorld('memory', readerOf(FILES));
    expect(world.warnings).toEqual([]);
    expect(world.boards.size).toBeGreaterThanOrEqual(6);
  });

  it('names the faults of all files together, of whatever sort', async () => {
    const lines = await faultLines(
      withValues({ ...FILES, 'entity_pack.json': Buffer.from('{') }, [
        [BOARDS, 'boards.0.nmae', 'x'],
        [BOARDS, 'boards.2.id', 'B02'],
        ['community_pack.json', 'communities.0.board_id', 'B99'],
        [TEMPLATES, 'thread_templates.0.title_patterns', ['{title}', '{titel}']],
        [RULES, 'gate_policy.safety.phone_pattern', '(unclosed'],
        [WORLD, 'extensions.phrase_book.leads', 'text'],
      ]),
    );
    expect(lines).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^entity_pack\.json: is not valid JSON/),
        'board_pack.json / B01 / nmae: is not a known field',
        'board_pack.json / B02 / id: is the id of more than one board',
        "community_pack.json / COM-01 / board_id: names no board: 'B99'",
        'template_pack.json / T1 / title_patterns[1]: may hold no slots but {title}, {summary}, {board_id} and {zone_id}',
        'rule_pack.json / gate_policy / safety.phone_pattern: is no RE2 regular expression',
        'world_pack.json / extensions / phrase_book.leads: must be a list of texts, none of them blank',
      ]),
    );
  });

  it('does not judge what names items of a pack that cannot be read', async () => {
    expect(await faultLines(text('entity_pack.json', '{'))).toEqual([
      expect.stringMatching(/^entity_pack\.json: is not valid JSON \(at character \d+\)$|is not valid JSON$/),
    ]);
    expect(await faultLines(withValue(FILES, BOARDS, 'boards', {}))).toEqual([
      'board_pack.json / boards: must be an array',
    ]);
  });

  it.each([
    ['not UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'is not encoded as UTF-8'],
    [
      'UTF-8 with a mark',
      Buffer.from('\uFEFF{}'),
      'begins with a byte order mark; save it as UTF-8 without one',
    ],
    ['a list', Buffer.from('[]'), 'must hold one JSON object'],
    ['null', Buffer.from('null'), 'must hold one JSON object'],
    [
      'nested deeply',
      Buffer.from(`{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`),
      'is nested more than 32 levels deep',
    ],
    ['empty', Buffer.alloc(0), 'is not valid JSON'],
    ['missing', null, 'is missing'],
  ])('refuses a file that is %s', async (_, bytes, message) => {
    expect(await faultLines({ ...FILES, [RULES]: bytes })).toEqual([`${RULES}: ${message}`]);
  });

  it.each<[string, string, unknown, string]>([
    ['null for an optional text', 'boards.0.topic', null, 'B01 / topic: must be a string'],
    ['null for a list', 'boards.0.memes', null, 'B01 / memes: must be an array'],
    ['a list for an item', 'boards.6', [{}], 'boards[6]: must be an object'],
    ['a missing name', 'boards.0.name', undefined, 'B01 / name: is required'],
    ['a blank name', 'boards.0.name', ' ', 'B01 / name: must not be blank'],
    ['a number in a list of texts', 'boards.0.memes.1', 7, 'B01 / memes[1]: must be a string'],
    [
      'half a character',
      'boards.0.memes.1',
      '\ud800',
      'B01 / memes[1]: must be well-formed Unicode without U+0000',
    ],
    ['a zero character', 'boards.0.name', 'a\0', 'B01 / name: must be well-formed Unicode without U+0000'],
    ['an empty key', 'boards.0.', 'x', 'B01 / "": is not a known field'],
    ['a key that every object has', 'boards.0.toString', 'x', 'B01 / toString: is no name for a field'],
    ['too many items', 'boards', Array(10_001).fill(0), 'boards: must hold 10000 items at the most'],
  ])('refuses %s', async (_, path, value, line) => {
    expect(await faultLines(withValue(FILES, BOARDS, path, value))).toContain(`${BOARDS} / ${line}`);
  });

  it('refuses __proto__ as a key, and ids that name what every object has', async () => {
    expect(await faultLines(text(BOARDS, '{"boards":[],"__proto__":{"boards":[]}}'))).toContain(
      `${BOARDS} / __proto__: is no name for a field`,
    );
    expect(await faultLines(withValue(FILES, WORLD, 'extensions.phrase_book.constructor', []))).toContain(
      `${WORLD} / extensions / phrase_book.constructor: is no name for a field`,
    );
    expect(await faultLines(withValue(FILES, 'persona_pack.json', 'personas.0.id', '__proto__'))).toEqual([
      expect.stringContaining('persona_pack.json / __proto__ / id: must be 1 to 128 characters'),
    ]);
  });

  it('says of nested rows which item they belong to', async () => {
    const path = 'comment_flows.0.escalation_rules.0.condition.reports_gte';
    expect(await faultLines(withValue(FILES, TEMPLATES, path, -1))).toEqual([
      `${TEMPLATES} / P1 / escalation_rules[0].condition.reports_gte: must not be less than 0`,
    ]);
  });

  it('takes "" in an optional field for absence', async () => {
    const files = withValues(FILES, [
      [BOARDS, 'boards.0.topic', ''],
      ['community_pack.json', 'communities.0.zone_id', ''],
      ['persona_pack.json', 'personas.0.main_com', ''],
      [TEMPLATES, 'thread_templates.0.default_comment_flow', ''],
      [WORLD, 'entities.0.linked_org_id', ''],
      [WORLD, 'entities.0.evidence_grade', ''],
      [WORLD, 'entities.0.valid_to', ''],
      [RULES, 'gate_policy.safety.phone_pattern', ''],
      [RULES, 'gate_policy.safety.rule_ids.PII_PHONE', ''],
    ]);
    const { packs, patterns, boards } = await loadWorld('memory', readerOf(files));
    expect(boards.get('B01')?.topic).toBeUndefined();
    expect(packs.community.communities[0]?.zone_id).toBe('A');
    expect(packs.template.thread_templates[0]?.default_comment_flow).toBeUndefined();
    expect(packs.world.entities[0]).toMatchObject({ evidence_grade: 'B', linked_org_id: undefined });
    expect(packs.rule.gate_policy.safety.rule_ids).not.toHaveProperty('PII_PHONE');
    expect(patterns.phone).toBeNull();
  });

  it('warns of what is probably not meant so, and goes on', async () => {
    const files = withValues(FILES, [
      [TEMPLATES, 'comment_flows.0.escalation_rules.0.reason_rule_id', 'RULE-NOWHERE'],
      [RULES, 'gate_policy.lore.rule_ids.EVIDENCE_MISSING', 'RULE-NOWHERE'],
      ['persona_pack.json', 'register_switch_rules.0.conditions.archetype_ids', ['AR-99']],
      [WORLD, 'extensions.archetype_intents.AR-98', { alert: 1 }],
      [WORLD, 'extensions.phrase_book.leads.0', '{wrod}:'],
      [BOARDS, 'boards.6', { id: 'B99', name: 'Nobody' }],
    ]);
    const { warnings } = await loadWorld('memory', readerOf(files));
    expect(warnings.map(describeFault)).toEqual([
      `${TEMPLATES} / P1 / escalation_rules[0].reason_rule_id: names no rule: 'RULE-NOWHERE'`,
      `${RULES} / gate_policy / lore.rule_ids.EVIDENCE_MISSING: names no rule: 'RULE-NOWHERE'`,
      "persona_pack.json / SW-01 / conditions.archetype_ids: names no archetype: 'AR-99'",
      `${WORLD} / extensions / archetype_intents: names no archetype: 'AR-98'`,
      `${BOARDS} / B99: has no community: runs on it will fail`,
      `${WORLD} / extensions / phrase_book.leads[0]: is never said, because nothing fills {wrod}`,
    ]);
  });
});

describe('reading a folder of the disk', () => {
  it('refuses what is no file, and files that are too large, with the rest of the faults', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'packs-'));
    for (const [file, bytes] of Object.entries(FILES)) await writeFile(join(folder, file), bytes ?? '');
    await rm(join(folder, BOARDS));
    await mkdir(join(folder, BOARDS));
    await truncate(join(folder, WORLD), MAX_PACK_BYTES + 1);
    await rm(join(folder, RULES));
    const error: unknown = await loadWorld(folder).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PackFolderError);
    expect((error as Error).message).toBe(
      [
        `The packs in ${folder} cannot be used:`,
        `  - ${BOARDS}: is not a file`,
        `  - ${RULES}: is missing`,
        `  - ${WORLD}: is larger than 16 MiB`,
      ].join('\n'),
    );
    await rm(folder, { recursive: true });
  });

  it('gives one folder the same fingerprint wherever it lies, and another when a byte changes', async () => {
    const first = await loadWorld('one', readerOf(FILES));
    const second = await loadWorld('two', readerOf(FILES));
    const changed = await loadWorld('one', readerOf(text(RULES, `${String(FILES[RULES])} `)));
    expect(second.fingerprint).toBe(first.fingerprint);
    expect(changed.fingerprint).not.toBe(first.fingerprint);
  });
});
