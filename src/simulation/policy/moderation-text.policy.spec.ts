import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { PureRandomSource } from '../../common/random.js';
import { RulePack } from '../packs/schema/rule.pack.js';
import { DEFAULT_TEXTS, WORDLESS_TEXTS } from './default-moderation-texts.js';
import {
  NOTICE_KINDS,
  TEXT_SLOTS,
  moderationTexts,
  replyStance,
  sayText,
  type ModerationTexts,
} from './moderation-text.policy.js';
import { REPORT_REASONS } from './reaction.policy.js';

const draws = (name = 'text') => new PureRandomSource().seeded('moderation').stream(name);

function packOf(name: string, moderation: object = {}): RulePack {
  const rules = [{ id: 'R1', name, summary: '' }];
  return plainToInstance(RulePack, { rules, moderation }, { exposeDefaultValues: true });
}

/** Every pattern of some texts, wherever it stands. */
function patternsOf(texts: unknown): string[] {
  if (typeof texts === 'string') return [texts];
  return typeof texts === 'object' && texts !== null ? Object.values(texts).flatMap(patternsOf) : [];
}

describe('what a world says when it moderates', () => {
  it('is what its rule pack says, and the texts of the service where that says nothing', () => {
    const texts = moderationTexts(
      packOf('Drawn Curtain', {
        notices: { hide: ['Curtain on {incident}.'] },
        reasons: { taboo: ['of a word'] },
      }),
    );
    expect(texts.notices.hide).toEqual(['Curtain on {incident}.']);
    expect(texts.notices.lock).toEqual(DEFAULT_TEXTS.notices.lock);
    expect(texts.reasons.taboo).toEqual(['of a word']);
    expect(texts.reasons.hostile).toEqual(DEFAULT_TEXTS.reasons.hostile);
  });

  it('has no word of English where the rules are in another script', () => {
    const texts = moderationTexts(packOf('미리보기 가림'));
    expect(texts.notices).toEqual(WORDLESS_TEXTS.notices);
    expect(
      patternsOf(texts)
        .join('')
        .replaceAll(/\{[a-z_]+\}/g, ''),
    ).not.toMatch(/[A-Za-z]/);
  });
});

describe.each<[string, ModerationTexts]>([
  ['of the service', DEFAULT_TEXTS],
  ['without words', WORDLESS_TEXTS],
])('the texts %s', (_, texts) => {
  it('have no slot that nothing fills', () => {
    const slots = patternsOf(texts).flatMap((text) => text.match(/(?<=\{)[^}]*(?=\})/g) ?? []);
    expect(slots.filter((slot) => !TEXT_SLOTS.some((known) => known === slot))).toEqual([]);
  });

  it('have notices that name the incident, and several of each kind', () => {
    for (const kind of NOTICE_KINDS) {
      expect(texts.notices[kind].length).toBeGreaterThan(1);
      expect(texts.notices[kind].every((text) => text.includes('{incident}'))).toBe(true);
    }
  });
});

it('the texts of the service give every reason', () => {
  for (const reason of REPORT_REASONS) expect(DEFAULT_TEXTS.reasons[reason].length).toBeGreaterThan(1);
});

describe('a text', () => {
  it('is one whose slots are all filled, with a capital at its beginning', () => {
    const patterns = ['{name} asks.', '{incident} is closed.'];
    for (const name of ['a', 'b', 'c']) {
      expect(sayText(patterns, { incident: 'the bell' }, draws(name))).toBe('The bell is closed.');
    }
  });

  it('is another one each turn, while there are others', () => {
    const patterns = ['One.', 'Two.', 'Three.'];
    const said = [0, 1, 2].map((turn) => sayText(patterns, {}, draws(), turn));
    expect(said.toSorted()).toEqual(['One.', 'Three.', 'Two.']);
    expect(sayText(patterns, {}, draws(), 3)).toBe(said[0]);
  });

  it('names the incident where no pattern can be filled', () => {
    expect(sayText(['{name} asks.'], { incident: 'The bell' }, draws())).toBe('“The bell”');
  });
});

it('a persona takes a notice as it spoke last', () => {
  const memory = { comments: 1, upvotes: 0, reports: 0, mood: 'none' } as const;
  expect(replyStance(undefined)).toBe('comply');
  expect(replyStance({ ...memory, last_intent: 'hype' })).toBe('protest');
  expect(replyStance({ ...memory, last_intent: 'mediate' })).toBe('approve');
  expect(replyStance({ ...memory, last_intent: 'evidence' })).toBe('comply');
  expect(replyStance({ ...memory, last_intent: 'evidence', mood: 'reported' })).toBe('protest');
});
