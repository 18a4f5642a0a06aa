import { api, bodyOf } from '../api/client.js';
import type { Schemas } from '../api/types.js';

type Totals = Schemas['RoundTotals'];

const GATHER_MS = 40;
const MOST_AT_ONCE = 50;

interface Waiting {
  readonly runId: string;
  readonly resolve: (totals: Totals | null) => void;
  readonly reject: (error: unknown) => void;
}

let waiting: Waiting[] = [];

/** The totals of a run's rounds; null when it cannot be read. What is asked for at about the same time is one request. */
export function loadTotals(runId: string): Promise<Totals | null> {
  return new Promise((resolve, reject) => {
    if (waiting.length === 0) setTimeout(() => void ask(), GATHER_MS);
    waiting.push({ runId, resolve, reject });
  });
}

async function ask(): Promise<void> {
  const asked = waiting;
  waiting = [];
  for (let from = 0; from < asked.length; from += MOST_AT_ONCE)
    await askFor(asked.slice(from, from + MOST_AT_ONCE));
}

async function askFor(asked: readonly Waiting[]): Promise<void> {
  try {
    const query = { run_id: asked.map(({ runId }) => runId) };
    const { items } = await bodyOf(api.GET('/rounds', { params: { query } }));
    const found = new Map(items.map((item) => [item.run_id, item]));
    for (const { runId, resolve } of asked) resolve(found.get(runId) ?? null);
  } catch (error) {
    for (const { reject } of asked) reject(error);
  }
}
