import { beforeAll, describe, expect, it } from '@jest/globals';
import { SHIPPED_FOLDER } from '../../../test/fixtures/pack-folder.js';
import { PureRandomSource } from '../../common/index.js';
import { loadWorld } from '../packs/world-loader.js';
import type { World } from '../packs/world.js';
import { drawArrivals, inflowReason } from './inflow.policy.js';

const QUIET = { number: 1, comments: 0, policyEvents: 0, totalReports: 0 };

describe('a thread spreads to another board', () => {
  it('when moderation acted, whatever else there is', () => {
    expect(inflowReason({ ...QUIET, policyEvents: 1, totalReports: 9 })).toBe('moderation_action');
  });

  it('when it has six reports', () => {
    expect(inflowReason({ ...QUIET, totalReports: 5 })).toBeNull();
    expect(inflowReason({ ...QUIET, totalReports: 6, number: 3, comments: 5 })).toBe('reports');
  });

  it('when three comments came in one round, from the second round on', () => {
    expect(inflowReason({ ...QUIET, number: 2, comments: 3 })).toBe('activity');
    expect(inflowReason({ ...QUIET, number: 1, comments: 5 })).toBeNull();
    expect(inflowReason({ ...QUIET, number: 2, comments: 2 })).toBeNull();
  });
});

let world: World;

beforeAll(async () => {
  world = await loadWorld(SHIPPED_FOLDER);
});

const stream = (purpose: string) => new PureRandomSource().seeded('inflow').stream(purpose);

const idsFor = (purpose: string) => drawArrivals(world, 'B02', stream(purpose)).map(({ id }) => id);

describe('those who come over', () => {
  it('are two of the other board, different ones', () => {
    for (const boardId of world.boards.keys()) {
      const arrivals = drawArrivals(world, boardId, stream(boardId));
      expect(new Set(arrivals.map(({ id }) => id)).size).toBe(2);
      expect(arrivals.every(({ community }) => community.board_id === boardId)).toBe(true);
    }
  });

  it('are the same for the same draws, and others for others', () => {
    expect(idsFor('a')).toEqual(idsFor('a'));
    expect(new Set(['a', 'b', 'c', 'd'].map((purpose) => idsFor(purpose).join())).size).toBeGreaterThan(1);
  });

  it('are nobody where the board has no personas', () => {
    expect(drawArrivals(world, 'B99', stream('x'))).toEqual([]);
  });
});
