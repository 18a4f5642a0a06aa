import { beforeAll, describe, expect, it } from '@jest/globals';
import { SHIPPED_FOLDER } from '../../../test/fixtures/pack-folder.js';
import { exampleSeed } from '../../../test/support/seeds.js';
import type { Seed } from '../domain/seed.js';
import { loadWorld } from '../packs/world-loader.js';
import type { World } from '../packs/world.js';
import {
  CANDIDATE_WEIGHTS,
  EVIDENCE_SUITS,
  FRAMES,
  bestBy,
  bestFor,
  bestTemplates,
  candidateScore,
  frameFit,
  openingBody,
  renderTitle,
  tagFit,
  templateFit,
  threadCommunity,
  titlePattern,
  triggerTags,
  wordsOfSeed,
} from './candidate.policy.js';

const TEMPLATE = {
  id: 'T1',
  name: 'Log Check',
  intended_boards: ['B01'],
  default_comment_flow: 'P2',
  crosspost_routes: [],
  title_patterns: [],
  trigger_tags: [],
  taboos: [],
};
let world: World;
let seed: Seed;

beforeAll(async () => {
  world = await loadWorld(SHIPPED_FOLDER);
  seed = { ...(await exampleSeed()), board_id: 'B01', dial: { U: 10, E: 40, M: 20, S: 10, H: 20 } };
});

describe('the score of a candidate', () => {
  it('has parts that weigh 1 together', () => {
    expect(Object.values(CANDIDATE_WEIGHTS).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
    expect(candidateScore({ template: 1, frame: 1, evidence: 1, tags: 1, novelty: 1 })).toBeCloseTo(1, 12);
  });

  it.each([
    ['template', 0.35],
    ['frame', 0.3],
    ['evidence', 0.2],
    ['tags', 0.1],
    ['novelty', 0.05],
  ] as const)('counts %s with %d', (part, weight) => {
    const nothing = { template: 0, frame: 0, evidence: 0, tags: 0, novelty: 0 };
    expect(candidateScore({ ...nothing, [part]: 1 })).toBeCloseTo(weight, 12);
  });
});

describe('a template suits a seed', () => {
  it('by its board, and by the flow that the dial asks for', () => {
    expect(templateFit(TEMPLATE, seed)).toBe(1);
    expect(templateFit({ ...TEMPLATE, default_comment_flow: 'P1' }, seed)).toBe(0.6);
    expect(templateFit({ ...TEMPLATE, intended_boards: ['B02'] }, seed)).toBe(0.4);
    expect(templateFit({ ...TEMPLATE, intended_boards: [], default_comment_flow: undefined }, seed)).toBe(0);
  });
});

const bestFrameOf = (grade: 'A' | 'B' | 'C') =>
  FRAMES.toSorted((a, b) => EVIDENCE_SUITS[grade][b] - EVIDENCE_SUITS[grade][a])[0];

describe('a frame suits a dial', () => {
  it('fact by E, conflict by M and S, rumor by U and H', () => {
    expect(FRAMES.map((frame) => frameFit(frame, seed))).toEqual([0.4, 0.3, 0.3]);
  });

  it('and the grade of the evidence: A suits fact best, C suits rumor best', () => {
    expect([bestFrameOf('A'), bestFrameOf('B'), bestFrameOf('C')]).toEqual(['fact', 'conflict', 'rumor']);
  });
});

describe('tags', () => {
  it('suit by the share of them that the seed uses', () => {
    const words = new Set(['short', 'crate', 'tally']);
    expect(tagFit(['crate', 'ink'], words)).toBe(0.5);
    expect(tagFit(['Short crate', 'tally'], words)).toBe(1);
    expect(tagFit([], words)).toBe(0);
  });

  it('come from boards, own id and flow unless given', () => {
    expect(triggerTags({ ...TEMPLATE, trigger_tags: ['ink'] })).toEqual(['ink']);
    expect(triggerTags(TEMPLATE)).toEqual(['B01', 'T1', 'P2']);
    expect(triggerTags({ ...TEMPLATE, default_comment_flow: undefined })).toEqual(['B01', 'T1']);
  });

  it('are compared with what everybody may see of a seed, never with hidden facts', () => {
    const told = wordsOfSeed({
      ...seed,
      title: 'Ink',
      summary: 'blots',
      public_facts: ['Paper tears'],
      sensitivity_tags: ['grief'],
      hidden_facts: ['secretive'],
      stakeholders: ['clerk'],
    });
    expect([...told]).toEqual(['ink', 'blots', 'paper', 'tears', 'grief']);
  });
});

describe('the best', () => {
  it('are sorted by score, and ties by the numbers in their ids', () => {
    const items = [
      { id: 'T12', score: 1 },
      { id: 'T5', score: 1 },
      { id: 'T100', score: 2 },
      { id: 'T7', score: 0 },
    ];
    const sorted = bestBy(
      items,
      ({ score }) => score,
      ({ id }) => id,
    );
    expect(sorted.map(({ id }) => id)).toEqual(['T100', 'T5', 'T12', 'T7']);
  });

  it('templates are three, those of the board and of the flow first', () => {
    const [first, ...others] = bestTemplates(world, seed, wordsOfSeed(seed));
    expect(others).toHaveLength(2);
    expect(first && templateFit(first, seed)).toBe(1);
  });

  it('card or meme is one of the board before one that only shares words', () => {
    const items = [
      { id: 'C1', intended_boards: ['B02'], tags: ['ink'] },
      { id: 'C2', intended_boards: ['B01'], tags: [] },
      { id: 'C10', intended_boards: ['B01'], tags: ['ink', 'blot'] },
    ];
    expect(bestFor('B01', new Set(['ink']), items, ({ tags }) => tags)?.id).toBe('C10');
    expect(bestFor('B01', new Set(), items, ({ tags }) => tags)?.id).toBe('C2');
    expect(bestFor('B01', new Set(), [], () => [])).toBeUndefined();
  });
});

const ofZone = (zone_id: string) => threadCommunity(world, { ...seed, zone_id }, new Set());

describe('the community of a thread', () => {
  it('is one of the board, of the zone of the seed where there is one', () => {
    expect([ofZone('A'), ofZone('B'), ofZone('?')].map((community) => community?.id)).toEqual([
      'COM-01',
      'COM-02',
      'COM-01',
    ]);
  });

  it('is nobody where the board has none', () => {
    expect(threadCommunity(world, { ...seed, board_id: 'B99' }, new Set())).toBeNull();
  });
});

describe('the title of a candidate', () => {
  it('follows a pattern of its own for each frame, in turn', () => {
    const template = { ...TEMPLATE, title_patterns: ['one {title}', 'two'] };
    expect(FRAMES.map((frame) => titlePattern(template, frame))).toEqual([
      'one {title}',
      'two',
      'one {title}',
    ]);
  });

  it('follows the usual patterns where the template has none', () => {
    expect(FRAMES.map((frame) => titlePattern(TEMPLATE, frame))).toEqual([
      '[Log Check] {title}',
      '{title} | {summary}',
      '{title}',
    ]);
  });

  it('has its slots filled from the seed, and what the seed says is not filled again', () => {
    const given = { ...seed, title: 'A {summary} $& of', summary: 'S', zone_id: 'Z' };
    expect(renderTitle('{title}|{summary}|{board_id}|{zone_id}|{name}', given)).toBe(
      'A {summary} $& of|S|B01|Z|{name}',
    );
  });
});

describe('what opens a thread', () => {
  it('are the facts, the parties, or only the talk, as its frame has it', () => {
    const given = { ...seed, summary: 'S', public_facts: ['F1', 'F2'], stakeholders: ['X', 'Y'] };
    expect(FRAMES.map((frame) => openingBody(frame, given))).toEqual(['S\nF1\nF2', 'S\nX / Y', 'S']);
  });

  it('is the summary where the seed has neither facts nor parties', () => {
    const given = { ...seed, summary: 'S', public_facts: [], stakeholders: [] };
    expect(FRAMES.map((frame) => openingBody(frame, given))).toEqual(['S', 'S', 'S']);
  });
});
