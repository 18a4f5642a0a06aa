import { rounded } from '../domain/numbers.js';
import type { MemeSeed } from '../packs/schema/template.pack.js';

/** Where a meme is on its way: from the board to those who copy it, and back. */
const MEME_PHASES = ['none', 'hub_to_factory', 'factory_amplify', 'backflow'] as const;
export type MemePhase = (typeof MEME_PHASES)[number];

/** How a meme's heat runs; one of its style tags names it. */
export const MEME_PROFILES = ['explosive', 'weekly', 'institutional'] as const;
export type MemeProfile = (typeof MEME_PROFILES)[number];

/** A meme at the end of a round. Heat adds that share of readers, and of upvotes. */
export interface MemeState {
  phase: MemePhase;
  heat: number;
}

/** The profile that a meme's style tags name; weekly when they name none. */
export function memeProfile({ style_tags }: Pick<MemeSeed, 'style_tags'>): MemeProfile {
  return MEME_PROFILES.find((profile) => style_tags.includes(profile)) ?? 'weekly';
}

/** The phase that a meme is in after a round. */
export function memePhase(round: number): MemePhase {
  return MEME_PHASES[Math.min(round, 3)] ?? 'none';
}

/** The heat after a round, from the heat after the round before. */
export function memeHeat(profile: MemeProfile, round: number, before: number): number {
  if (profile === 'explosive') return rounded(round === 1 ? 1 : round === 2 ? 1.8 : before * 0.5);
  if (profile === 'institutional') return rounded(round === 1 ? 0.95 : before * 0.94);
  const rising = 0.9 + 0.25 * (round - 1);
  return rounded(rising <= 1.4 ? rising : before * 0.82);
}
