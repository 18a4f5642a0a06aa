import { useSyncExternalStore } from 'react';

const KEY = 'token';
const listeners = new Set<() => void>();
/** Used where the browser keeps nothing. */
let kept: string | null = null;

/** The token that requests are sent with; null when none was given. Kept for this tab, and nowhere else. */
export function readToken(): string | null {
  try {
    return sessionStorage.getItem(KEY) ?? kept;
  } catch {
    return kept;
  }
}

/** Keeps a token for this tab, or forgets it. */
export function writeToken(token: string | null): void {
  kept = token;
  try {
    if (token === null) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, token);
  } catch {
    // Storage is switched off: the token lives as long as the page.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The token, as React state. */
export function useToken(): string | null {
  return useSyncExternalStore(subscribe, readToken);
}
