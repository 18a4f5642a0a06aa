import type { RulePack } from '../packs/schema/rule.pack.js';

const LATIN = /\p{Script=Latin}/u;

/** Whether a world names its rules in Latin letters: what it does not say itself can be said in English there. */
export function isInLatin({ rules }: Pick<RulePack, 'rules'>): boolean {
  return rules.some(({ name }) => LATIN.test(name));
}
