import type { RunCursor, RunRecord, RunStore } from '../../runs/index.js';

const PAGE = 200;
/** The most runs that are listed: those that are left out are told of the next time. */
const MOST = 10_000;
const FILTER = { status: 'queued' } as const;

/** How many runs are queued, whoever has accepted them. */
export async function countWaiting(store: RunStore): Promise<number> {
  const { total } = await store.list({ filter: FILTER, limit: 1, offset: 0 });
  return total ?? 0;
}

/** The queued runs, oldest first. */
export async function listWaiting(store: RunStore): Promise<RunRecord[]> {
  const runs: RunRecord[] = [];
  let after: RunCursor | undefined;
  while (runs.length < MOST) {
    const { items } = await store.list({ filter: FILTER, limit: PAGE, offset: 0, ...(after && { after }) });
    runs.push(...items);
    after = items.at(-1);
    if (items.length < PAGE) break;
  }
  return runs.toReversed();
}
