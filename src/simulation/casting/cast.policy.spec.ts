import { beforeAll, describe, expect, it } from '@jest/globals';
import { SHIPPED_FOLDER } from '../../../test/fixtures/pack-folder.js';
import { PureRandomSource } from '../../common/index.js';
import { loadWorld } from '../packs/world-loader.js';
import { World } from '../packs/world.js';
import { ACCOUNT_TYPES, CAST_SIZE, accountTypeOf, castRound, type CastPool } from './cast.policy.js';

const ROUNDS = Array.from({ length: 60 }, (_, index) => index + 1);
const random = new PureRandomSource().seeded('casting');
let world: World;
let pool: CastPool;

beforeAll(async () => {
  world = await loadWorld(SHIPPED_FOLDER);
  pool = { world, communityId: 'COM-01', boardId: 'B01', arrivals: [] };
});

/** Who is cast in a round, by id. */
function cast(given: CastPool, round: number, turnout = 1): string[] {
  return castRound(given, round, turnout, random).map(({ id }) => id);
}

const shareCast = (turnout: number) =>
  ROUNDS.reduce((sum, round) => sum + cast(pool, round, turnout).length, 0) / (ROUNDS.length * CAST_SIZE);

describe('the cast of a round', () => {
  it('is five personas, none of them twice', () => {
    for (const round of ROUNDS) {
      const ids = cast(pool, round);
      expect(ids).toHaveLength(CAST_SIZE);
      expect(new Set(ids).size).toBe(CAST_SIZE);
    }
  });

  it("has three seats for the thread's community and two for the others of its board", () => {
    for (const round of ROUNDS) {
      const communities = cast(pool, round).map((id) => world.speakers.get(id)?.community.id);
      expect(communities.toSorted((a, b) => String(a).localeCompare(String(b)))).toEqual([
        'COM-01',
        'COM-01',
        'COM-01',
        'COM-02',
        'COM-02',
      ]);
    }
  });

  it('gives seats to those who came over, and leaves most to the board', () => {
    for (const round of ROUNDS) {
      const ids = cast({ ...pool, arrivals: ['P07', 'P10'] }, round);
      expect(ids).toHaveLength(CAST_SIZE);
      expect(ids).toEqual(expect.arrayContaining(['P07', 'P10']));
      const own = ids.filter((id) => world.speakers.get(id)?.community.id === 'COM-01');
      expect(own).toHaveLength(2);
    }
  });

  it('passes over arrivals that the world does not know', () => {
    expect(cast({ ...pool, arrivals: ['P99'] }, 1)).toHaveLength(CAST_SIZE);
  });

  it('gives seats that stay free to the next', () => {
    const board = cast({ ...pool, communityId: 'nobody' }, 1);
    expect(board).toHaveLength(CAST_SIZE);
    expect(cast({ ...pool, boardId: 'nowhere' }, 1)).toHaveLength(3);
    expect(cast({ ...pool, communityId: 'nobody', boardId: 'nowhere' }, 1)).toEqual([]);
  });

  it('is the same for the same seed and round', () => {
    expect(ROUNDS.map((round) => cast(pool, round))).toEqual(ROUNDS.map((round) => cast(pool, round)));
  });

  it('changes from round to round, and everybody gets a turn', () => {
    const casts = ROUNDS.map((round) => cast(pool, round));
    expect(new Set(casts.map((ids) => ids.join())).size).toBeGreaterThan(ROUNDS.length / 2);
    expect(new Set(casts.flat())).toEqual(new Set(['P01', 'P02', 'P03', 'P04', 'P05', 'P06']));
  });

  it('does not always begin with the same persona', () => {
    expect(new Set(ROUNDS.map((round) => cast(pool, round)[0])).size).toBeGreaterThan(3);
  });

  it('is as many of the five as the turnout says', () => {
    expect(shareCast(0)).toBe(0);
    expect(Math.abs(shareCast(0.5) - 0.5)).toBeLessThan(0.1);
    expect(shareCast(0.2)).toBeLessThan(shareCast(0.8));
  });
});

describe('the account of a persona', () => {
  it('is one for the whole run, whatever else was drawn in between', () => {
    const first = accountTypeOf('P01', random);
    random.stream('persona:P01/account').next();
    cast(pool, 7);
    expect(accountTypeOf('P01', random)).toBe(first);
  });

  it('differs between personas and between runs', () => {
    const ids = [...world.speakers.keys()];
    expect(new Set(ids.map((id) => accountTypeOf(id, random)))).toEqual(new Set(ACCOUNT_TYPES));
    const runs = ROUNDS.map((run) => accountTypeOf('P01', new PureRandomSource().seeded(`run-${run}`)));
    expect(new Set(runs)).toEqual(new Set(ACCOUNT_TYPES));
  });
});
