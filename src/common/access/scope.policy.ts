/** What a token permits; each scope includes those before it. */
export const SCOPES = ['report', 'read', 'run', 'admin'] as const;

/**
 * `report` reads runs and what their threads came to, without hidden facts; `read` reads everything; `run` also starts,
 * steers and forks runs; `admin` also deletes.
 */
export type Scope = (typeof SCOPES)[number];

/** Whether a held scope includes the needed one. */
export function includesScope(held: Scope, needed: Scope): boolean {
  return SCOPES.indexOf(held) >= SCOPES.indexOf(needed);
}

const READING: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** The scope that a method needs on every route, so that new routes are protected by default. */
export function scopeOfMethod(method: string): Scope {
  if (READING.has(method)) return 'read';
  return method === 'DELETE' ? 'admin' : 'run';
}
