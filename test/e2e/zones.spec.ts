import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type RunningApp } from '../support/running-app.js';
import { exampleSeed } from '../support/seeds.js';

/** The example seed on a board, in a zone, or in none that is named. */
async function seedAt(board_id: string, zone_id?: string): Promise<object> {
  const { zone_id: _, ...seed } = await exampleSeed();
  return { ...seed, board_id, ...(zone_id !== undefined && { zone_id }) };
}

describe('the zone of a seed', () => {
  let service: RunningApp;
  beforeAll(async () => {
    service = await startApp({ RUN_REPOSITORY: 'memory' });
  });
  afterAll(() => service.stop());

  it("is that of the board's first community when it is left out, in the run and in its context row", async () => {
    const { body: packs } = await service.get('/packs').expect(200);
    for (const { id } of packs.boards as { id: string }[]) {
      const first = packs.communities.find(({ board_id }: { board_id: string }) => board_id === id);
      const { body: run } = await service
        .post('/simulate', { seed: await seedAt(id), rounds: 1 })
        .expect(200);
      expect(run.zone_id).toBe(first.zone_id);
      expect(run.request.input.seed.zone_id).toBe(first.zone_id);
      const { body: log } = await service.get(`${run.links.runlog}?limit=1`).expect(200);
      expect(log.rows[0]).toMatchObject({
        bundle: { zone_id: first.zone_id },
        seed: { zone_id: first.zone_id },
      });
    }
  });

  it('may be that of any community of the board', async () => {
    const { body: run } = await service
      .post('/simulate', { seed: await seedAt('B01', 'B'), rounds: 1 })
      .expect(200);
    expect(run.zone_id).toBe('B');
  });

  it('is refused with the zones that there are when the board has no such zone, and no run is made', async () => {
    for (const answer of [
      service.post('/simulate', { seed: await seedAt('B04', 'B') }),
      service.post('/runs', { pipeline: 'simulation', input: { seed: await seedAt('B04', 'B') } }),
    ]) {
      const { body } = await answer.expect(422);
      expect(body).toMatchObject({
        error: 'unknown_zone',
        error_code: 'SIM_UNKNOWN_ZONE',
        board_id: 'B04',
        zone_id: 'B',
        zones: ['A'],
      });
    }
    const { body: list } = await service.get('/runs?seed_id=seed-01-short-crate').expect(200);
    expect(
      list.items.filter(
        ({ board_id, zone_id }: { board_id: string; zone_id: string }) =>
          board_id === 'B04' && zone_id === 'B',
      ),
    ).toEqual([]);
  });

  it('is checked after the board: a board that the world does not have is named first', async () => {
    const { body } = await service.post('/simulate', { seed: await seedAt('B99', 'Z') }).expect(422);
    expect(body.error).toBe('unknown_board');
  });
});
