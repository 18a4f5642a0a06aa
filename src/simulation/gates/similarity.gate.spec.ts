import { beforeAll, describe, expect, it } from '@jest/globals';
import { SHIPPED_FOLDER, packFiles, readerOf, withValues } from '../../../test/fixtures/pack-folder.js';
import { exampleSeed } from '../../../test/support/seeds.js';
import { SimilarityIndex } from '../domain/similarity.js';
import type { Seed } from '../domain/seed.js';
import { loadWorld } from '../packs/world-loader.js';
import type { World } from '../packs/world.js';
import { SimilarityGate } from './similarity.gate.js';

const KNOWN = 'The tally at first bell found forty, and the seal was unbroken.';
const gate = new SimilarityGate();
let world: World;
let seed: Seed;

beforeAll(async () => {
  world = await loadWorld(SHIPPED_FOLDER);
  seed = await exampleSeed();
});

/** What the gate says of a text in a thread that has one already. */
function check(text: string, inWorld = world, known: readonly string[] = [KNOWN]) {
  const texts = new SimilarityIndex();
  for (const other of known) texts.add(other);
  const comment = { text, claim: text, intent: 'alert', evidence: null } as const;
  return gate.check(comment, { world: inWorld, seed, taboos: [], texts });
}

describe('the similarity gate', () => {
  it('objects to a text that is there already', () => {
    expect(check(KNOWN)).toEqual([
      {
        rule_id: 'RULE-PLZ-SIM-01',
        code: 'SIMILARITY_OVER_THRESHOLD',
        message: 'The text is 100 of 100 like one that is there already.',
        severity: 'low',
      },
    ]);
  });

  it('objects to one that only differs by a word', () => {
    expect(check('The tally at first bell found forty, and the seal was broken.')).toHaveLength(1);
  });

  it('lets through a text on the same matter in other words', () => {
    expect(check('Forty, says the tally, and nobody touched the seal.')).toEqual([]);
  });

  it('lets through anything where nothing was said', () => {
    expect(check(KNOWN, world, [])).toEqual([]);
  });

  it('objects from the threshold of its world on, the threshold included', async () => {
    const near = 'The tally at first bell found forty, and then we went home to sleep.';
    const message = async (threshold: number) => {
      const files = withValues(packFiles(), [
        ['rule_pack.json', 'gate_policy.similarity.threshold', threshold],
      ]);
      return check(near, await loadWorld('memory', readerOf(files)))[0]?.message;
    };
    const nearest = Number(/is (\d+) of/.exec((await message(1)) ?? '')?.[1]);
    expect(nearest).toBeGreaterThan(30);
    expect(nearest).toBeLessThan(85);
    expect(await message(nearest)).toMatch(`is ${nearest} of 100`);
    expect(await message(nearest + 1)).toBeUndefined();
  });
});
