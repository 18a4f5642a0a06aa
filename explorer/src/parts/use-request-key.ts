import { useMemo } from 'react';

/** An Idempotency-Key for a body: pressing a button twice starts one run, another body another one. */
export function useRequestKey(body: unknown): string {
  const text = JSON.stringify(body);
  return useMemo(() => `explorer-${crypto.getRandomValues(new Uint32Array(4)).join('-')}`, [text]);
}
