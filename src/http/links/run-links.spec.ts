import { describe, expect, it } from '@jest/globals';
import type { AppConfig } from '../../config/index.js';
import { LinksDisabledError, RunLinks, sharedViewOf } from './run-links.js';

const RUN = 'run-019b3f4e-7c1a-7d2b-9e3f-5a6b7c8d9e0f';

function linksAt(moment: { now: string }, secret: string | undefined = 'a secret') {
  const clock = { now: () => new Date(moment.now), sleep: () => Promise.resolve() };
  return new RunLinks(clock, { LINK_SECRET: secret } as AppConfig);
}

describe('a signed link', () => {
  it('opens one view of one run until its end', () => {
    const time = { now: '2027-01-31T00:00:00.900Z' };
    const links = linksAt(time);
    const { signed, expiresAt } = links.sign(RUN, 'report', 60);
    expect(expiresAt.toISOString()).toBe('2027-01-31T00:01:00.000Z');
    expect(links.opens(signed, RUN, 'report')).toBe(true);
    expect(links.opens(signed, RUN, 'thread')).toBe(false);
    expect(links.opens(signed, `${RUN}\nreport`, 'report')).toBe(false);
    time.now = '2027-01-31T00:00:59.999Z';
    expect(links.opens(signed, RUN, 'report')).toBe(true);
    time.now = '2027-01-31T00:01:00.000Z';
    expect(links.opens(signed, RUN, 'report')).toBe(false);
  });

  it('opens nothing under another secret, or without one', () => {
    const time = { now: '2027-01-31T00:00:00Z' };
    const { signed } = linksAt(time).sign(RUN, 'report', 60);
    expect(linksAt(time, 'another').opens(signed, RUN, 'report')).toBe(false);
    const none = new RunLinks({ now: () => new Date(), sleep: () => Promise.resolve() }, {} as AppConfig);
    expect(none.opens(signed, RUN, 'report')).toBe(false);
    expect(() => none.sign(RUN, 'report', 60)).toThrow(LinksDisabledError);
  });
});

describe('a path that can be shared', () => {
  it('is a view of a run', () => {
    expect(sharedViewOf(`/runs/${RUN}/transcript`)).toEqual({ runId: RUN, what: 'transcript' });
  });

  it.each(['/runs/x', '/runs/x/runlog', '/runs/x/report/', '/runs/x/y/report', '/report', '/RUNS/x/report'])(
    'is not %s',
    (path) => expect(sharedViewOf(path)).toBeNull(),
  );
});
