import { createHash } from 'node:crypto';
import type { Scope } from '../../src/index.js';

/** A token of each scope. */
export const TOKENS: Readonly<Record<Scope, string>> = {
  report: 'pd_reporting',
  read: 'pd_reading',
  run: 'pd_running',
  admin: 'pd_administering',
};

/** API_TOKENS that knows them, each under the name of its scope, and one more of scope `run`, named `other`. */
export const API_TOKENS = [
  ...Object.entries(TOKENS).map(([scope, token]) => `${scope}:${scope}:${digestOf(token)}`),
  `other:run:${digestOf('pd_other')}`,
].join(',');

/** The header that a token is sent in. */
export const bearer = (token: string): string => `Bearer ${token}`;

function digestOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
