import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RunListAnswer } from '../support/lists.js';
import { startApp, type RunningApp } from '../support/running-app.js';

const STORES = ['0.1.0', '0.2.0'].flatMap((version) =>
  ['sqlite', 'file'].map((repository) => ({ version, repository })),
);

const titles = ({ items }: { items: readonly object[] }) =>
  items.map((run) => (run as { title: string }).title);

describe.each(STORES)('a store that version $version wrote ($repository)', ({ version, repository }) => {
  let folder: string;
  let service: RunningApp;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dream-released-'));
    const store = new URL(`../fixtures/store-${version}/${repository}/`, import.meta.url);
    await cp(store, folder, { recursive: true });
    service = await startApp({ RUN_REPOSITORY: repository, DATA_DIR: folder });
  });

  afterAll(async () => {
    await service.stop();
    await rm(folder, { recursive: true });
  });

  const list = async (query: string) =>
    (await service.get(`/runs${query}`).expect(200)).body as RunListAnswer;

  it('is listed with the titles of what its runs were asked for', async () => {
    const { items, total } = await list('');
    expect(total).toBe(4);
    expect(titles({ items }).toSorted((a, b) => a.localeCompare(b))).toEqual([
      "Founder's Dream burns blue where the catalogue says amber",
      'Pier Nine manifest comes up one dream short',
      'Pier Nine manifest comes up one dream short',
      'Two families hold tickets to the same last dream',
    ]);
  });

  it('finds its runs by their titles', async () => {
    const { items, total } = await list('?title=PIER%20nine');
    expect([items.length, total]).toEqual([2, 2]);
    const first = await list('?title=pier&limit=1');
    const second = await list(`?title=pier&limit=1&cursor=${first.next_cursor}`);
    expect([...first.items, ...second.items].map(({ run_id }) => run_id)).toEqual(
      items.map(({ run_id }) => run_id),
    );
    expect(await list('?title=BLUE&status=failed')).toMatchObject({ count: 1, total: 1 });
    expect(await list('?title=pier&status=failed')).toMatchObject({ count: 0, total: 0 });
  });

  it('has the attributes of its simulations as members, and is filtered by them', async () => {
    const [run] = (await list('?title=pier')).items;
    expect(run).toMatchObject({
      seed_id: 'seed-01-short-crate',
      board_id: 'B01',
      pack_fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
      rounds_run: expect.any(Number) as unknown,
      report_gate_pass: expect.any(Boolean) as unknown,
      links: { report: `/runs/${run?.run_id}/report` },
    });
    expect(run).not.toHaveProperty('attributes');
    expect(await list('?seed_id=seed-01-short-crate&board_id=B01')).toMatchObject({ total: 2 });
    const { thread_status } = run as unknown as { thread_status: string };
    expect((await list(`?thread_status=${thread_status}&title=pier`)).total).toBeGreaterThan(0);
    expect(await list('?board_id=B99')).toMatchObject({ total: 0 });
  });

  it('has runs that cannot be forked, because their world is another', async () => {
    const [{ run_id } = { run_id: '' }] = (await list('?title=pier')).items;
    for (const body of [{ from_stage: 'round_loop' }, { from_round: 2 }]) {
      const { body: refusal } = await service.post(`/runs/${run_id}/fork`, body).expect(409);
      expect(refusal).toMatchObject({ error: 'fork_refused', reason: 'world_changed', run_id });
    }
    expect(await list('?title=pier')).toMatchObject({ total: 2 });
  });
});
