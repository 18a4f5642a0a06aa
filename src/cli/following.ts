import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceClient } from './service/service-client.js';

/** Waits between two looks, in milliseconds: the first, and the longest. */
const WAIT_MS = { first: 20, longest: 1_000 } as const;
const LONGER = 1.5;
/** Of runs and of experiments. */
const GOING_ON: ReadonlySet<string> = new Set(['queued', 'running', 'cancelling']);

/** Reads something again and again until it has ended. */
export async function untilEnded<T extends { readonly status: string }>(
  client: ServiceClient,
  path: string,
  onLook: (state: T) => void,
): Promise<T> {
  for (let waitMs: number = WAIT_MS.first; ; waitMs = Math.min(waitMs * LONGER, WAIT_MS.longest)) {
    const state = await client.get<T>(path);
    onLook(state);
    if (!GOING_ON.has(state.status)) return state;
    await sleep(waitMs);
  }
}
