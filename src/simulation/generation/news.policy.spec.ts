import { describe, expect, it } from '@jest/globals';
import { PureRandomSource } from '../../common/index.js';
import { NEWS_KINDS, type NewsKind } from '../domain/intervention.js';
import type { HeldPosition } from '../domain/position.js';
import type { PostedNews } from '../domain/thread-state.js';
import { meaningOf, newsTaken, weighed } from './news.policy.js';

const random = new PureRandomSource().seeded('news');
const posted = (place: number, kind: NewsKind = 'fact'): PostedNews => {
  return { place, round: 1, seq: place + 1, kind, stance: 'for', taken: 0, passed: 0 };
};

/** Lets comments come one after the other, and counts what they take up. */
function comments(news: readonly PostedNews[], count: number, stream: string): void {
  for (let number = 0; number < count; number++) {
    const taken = newsTaken(news, null, random.stream(`${stream}/${number}`));
    expect(taken.length).toBeLessThanOrEqual(2);
    for (const each of news) {
      if (taken.includes(each)) each.taken += 1;
      else each.passed += 1;
    }
  }
}

describe('what comments take up', () => {
  it.each([1, 2, 3, 5, 10])('is one intervention in at least three of four of %d comments', (count) => {
    for (let draw = 0; draw < 50; draw++) {
      const news = [posted(0)];
      comments(news, count, `one/${count}/${draw}`);
      expect(news[0]?.taken).toBeGreaterThanOrEqual(Math.floor(count * 0.75));
      expect(news[0]?.taken).toBeGreaterThanOrEqual(1);
    }
  });

  it('is each of three in turn', () => {
    const news = [posted(0), posted(1), posted(2)];
    comments(news, 30, 'three');
    for (const { taken } of news) expect(taken).toBeGreaterThanOrEqual(15);
  });

  it('is what has just moved whoever speaks, first of all', () => {
    const news = [posted(0), posted(1), posted(2)];
    const [, , moving] = news;
    expect(newsTaken(news, moving ?? null, random.stream('moving'))[0]).toBe(moving);
  });
});

describe('what news do to a position', () => {
  const held: HeldPosition = {
    stance: 'against',
    reason: 'We have always done so.',
    reason_id: null,
    about: null,
    firmness: 0.3,
    weighed: [],
  };
  const evidence = {
    kind: 'public_fact',
    id: 'hidden_fact:1',
    text: 'It was sold.',
    source: null,
    grade: 'A',
  } as const;

  it('is something only where it was said or became known', () => {
    const means = NEWS_KINDS.filter((kind) => meaningOf(kind, random.stream(kind)) !== null);
    expect(means).toEqual(['reveal', 'fact', 'statement', 'evidence_lost']);
    expect(meaningOf('evidence_lost', random.stream('lost'))).toBe('undecided');
  });

  it('is a change to their side or to doubt, for some, with the fact as the reason', () => {
    const made = Array.from({ length: 200 }, (_, number) =>
      weighed(held, { id: evidence.id, stance: 'for', evidence }, random.stream(`weigh/${number}`)),
    );
    const moved = made.filter(({ isMoved }) => isMoved).map(({ position }) => position);
    expect(moved.length).toBeGreaterThan(40);
    expect(moved.length).toBeLessThan(160);
    expect(new Set(moved.map(({ stance }) => stance))).toEqual(new Set(['for', 'undecided']));
    expect(new Set(moved.map(({ reason }) => reason))).toEqual(new Set(['It was sold.']));
    expect(made.every(({ position }) => position.weighed.includes(evidence.id))).toBe(true);
  });

  it('is nothing where they say what is thought already', () => {
    const news = { id: evidence.id, stance: 'against', evidence } as const;
    expect(weighed(held, news, random.stream('same'))).toMatchObject({ isMoved: false });
  });
});
