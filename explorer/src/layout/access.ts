import { createContext, useContext } from 'react';
import type { Access } from '../api/types.js';

/** What the caller may do; set below the gate. */
export const AccessContext = createContext<Access | null>(null);

const ORDER = ['report', 'read', 'run', 'admin'] as const;

/** Whether a scope includes another. */
export function includesScope(held: Access['scope'], needed: Access['scope']): boolean {
  return ORDER.indexOf(held) >= ORDER.indexOf(needed);
}

/** What the caller may do, and whether that includes a scope. */
export function useAccess(): Access & { may: (scope: Access['scope']) => boolean } {
  const access = useContext(AccessContext);
  if (!access) throw new Error('This is shown behind the gate alone.');
  return { ...access, may: (scope) => includesScope(access.scope, scope) };
}
