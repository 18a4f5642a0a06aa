import type { DialAxis } from '../domain/seed.js';

/** What a board's emotion family makes of a dominant axis, 0.95 .. 1.06; anything else counts 1. */
const CULTURE: Readonly<Record<string, Readonly<Record<DialAxis, number>>>> = {
  anger: { U: 1.06, E: 0.97, M: 0.95, S: 0.96, H: 1.04 },
  fear: { U: 1.04, E: 1, M: 0.98, S: 1.06, H: 0.96 },
  pride: { U: 0.98, E: 1.04, M: 1, S: 0.97, H: 1.05 },
  grief: { U: 0.96, E: 1.01, M: 1.06, S: 1.05, H: 0.95 },
  joy: { U: 0.97, E: 0.96, M: 1.02, S: 0.98, H: 1.06 },
  curiosity: { U: 1, E: 1.06, M: 1.01, S: 0.97, H: 1.03 },
};

/** How readily a board takes up an incident. */
export function cultureOf(emotion: string | undefined, axis: DialAxis): number {
  return CULTURE[emotion ?? '']?.[axis] ?? 1;
}
