import { beforeAll, describe, expect, it } from '@jest/globals';
import { KOREAN_FOLDER, SHIPPED_FOLDER } from '../../../test/fixtures/pack-folder.js';
import { exampleSeed, exampleSeeds } from '../../../test/support/seeds.js';
import { PASSAGE_SECTIONS, type Passage } from '../domain/seed.js';
import { loadWorld } from '../packs/world-loader.js';
import type { World } from '../packs/world.js';
import { Knowledge } from './knowledge.js';
import { ContextBuilder, contextRow } from './run-context.js';

let world: World;
let knowledge: Knowledge;

beforeAll(async () => {
  world = await loadWorld(SHIPPED_FOLDER);
  knowledge = new Knowledge(world);
});

function ofSection(passages: readonly Passage[], section: Passage['section']): Passage[] {
  return passages.filter((passage) => passage.section === section);
}

describe('what a world knows', () => {
  it('is given three passages a section, each of them once and none of them empty', () => {
    for (const boardId of world.boards.keys()) {
      const passages = knowledge.find('manifest seal dream', boardId, 3);
      const counts = PASSAGE_SECTIONS.map((section) => ofSection(passages, section).length);
      expect(counts).toEqual([3, 3, 3, 3]);
      expect(new Set(passages.map(({ id }) => id)).size).toBe(12);
      expect(passages.every(({ text, source }) => text !== '' && source !== '')).toBe(true);
    }
  });

  it('is found by the words of its text, best first', () => {
    const rule = world.packs.rule.rules.at(-1);
    const found = ofSection(knowledge.find(rule?.summary ?? '', 'B01', 3), 'policy');
    expect(found[0]).toMatchObject({ id: `rule:${rule?.id}`, text: rule?.summary, source: rule?.name });
  });

  it('is filled up with other passages where the words find nothing', () => {
    expect(knowledge.find('', 'B01', 3)).toHaveLength(12);
    expect(knowledge.find('xyzzy', 'B01', 3)).toEqual(knowledge.find('', 'B01', 3));
  });

  it('does not tell the passages of one board on another', () => {
    const { boards } = world.packs.board;
    for (const { id, topic } of boards) {
      const other = boards.find((board) => board.id !== id)?.id ?? '';
      const ids = (boardId: string) => knowledge.find(topic ?? '', boardId, 3).map((passage) => passage.id);
      expect(ids(id)).toContain(`board:${id}`);
      expect(ids(other)).not.toContain(`board:${id}`);
    }
  });

  it('carries no more than a passage has', () => {
    const [passage] = knowledge.find('seal', 'B01', 1);
    expect(Object.keys(passage ?? {})).toEqual(['id', 'section', 'kind', 'source', 'text', 'grade']);
  });

  it('is found in Korean whatever particle follows a word', async () => {
    const korean = await loadWorld(KOREAN_FOLDER);
    const [board] = korean.boards.keys();
    const rule = korean.packs.rule.rules.find(({ summary }) => summary);
    const word = /[\p{Script=Hangul}]{3,}/u.exec(rule?.summary ?? '')?.[0] ?? '';
    const found = ofSection(new Knowledge(korean).find(`${word}에게도`, board ?? '', 3), 'policy');
    expect(word).not.toBe('');
    expect(found.map(({ text }) => text).join()).toContain(word);
  });
});

describe('the context of a run', () => {
  it('is the same each time, and another for another incident', async () => {
    const builder = new ContextBuilder();
    const ids = (await exampleSeeds()).map(([, seed]) =>
      builder
        .passagesFor(world, seed)
        .map(({ id }) => id)
        .join(),
    );
    const again = (await exampleSeeds()).map(([, seed]) =>
      new ContextBuilder()
        .passagesFor(world, seed)
        .map(({ id }) => id)
        .join(),
    );
    expect(again).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is not looked up by hidden facts', async () => {
    const builder = new ContextBuilder();
    const seed = await exampleSeed();
    const hidden = { ...seed, hidden_facts: world.packs.rule.rules.map(({ summary }) => summary ?? '') };
    expect(builder.passagesFor(world, hidden)).toEqual(
      builder.passagesFor(world, { ...seed, hidden_facts: [] }),
    );
  });

  it('is written down with everything that a run begins with', async () => {
    const seed = await exampleSeed();
    const passages = knowledge.find('seal', seed.board_id, 3);
    const input = { seed, rounds: 4, passages, pack_fingerprint: world.fingerprint };
    const faults = [{ stage_node: 'moderation', kind: 'error', attempts: 1 }] as const;
    const row = contextRow(world, input, 'draws', { maxStageRetries: 2, faults });
    expect(row).toMatchObject({
      type: 'context',
      seed,
      random_seed: 'draws',
      random_version: 'streams.v3',
      rounds: 4,
      max_stage_retries: 2,
      faults,
      pack_fingerprint: world.fingerprint,
      corpus: passages.map(({ text }) => text),
      bundle: { seed: seed.title, board_id: seed.board_id, zone_id: seed.zone_id },
    });
    expect(Object.values(row.bundle.sections).flat()).toEqual(passages);
    expect(Object.keys(row.pack_manifest.files)).toHaveLength(7);
  });
});
