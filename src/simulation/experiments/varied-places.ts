import type { Variation } from './domain/experiment-plan.js';

/** Where each varied member of a simulation's input is. */
const MEMBERS = [
  { name: 'interventions', member: '/interventions' },
  { name: 'rounds', member: '/rounds' },
  { name: 'dials', member: '/seed/dial' },
  { name: 'packs', member: '/packs' },
] as const;

/**
 * Where in an experiment a member of a simulation's input was asked for. Pure.
 * @param pointer below the input of one simulation
 * @param group which combination of the varied values it is of
 */
export function placeOf(pointer: string, group: number, vary: Variation): string {
  let rest = group;
  for (const { name, member } of MEMBERS) {
    const list = vary[name];
    if (!list) continue;
    const index = rest % list.length;
    rest = Math.floor(rest / list.length);
    if (pointer === member || pointer.startsWith(`${member}/`))
      return `/vary/${name}/${index}${pointer.slice(member.length)}`;
  }
  return `/input${pointer}`;
}
