import { clamp } from '../domain/numbers.js';
import type { ThreadStatus } from '../domain/thread-state.js';

/** How likely a persona of the cast is to speak: a base, and what the thread's best score and its heat add. */
const TURNOUT = { base: 0.5, perScore: 0.06, perHeat: 0.2 } as const;
/** The share of its public that a hidden thread keeps. */
const HIDDEN = 0.45;
/** News draw people, also to a hidden thread. */
const NEWS = 0.85;
/** Nobody is ever certain to stay away. */
const LEAST = 0.05;

/** What a thread looks like to those who might speak. */
interface ThreadAppeal {
  readonly round: number;
  readonly status: ThreadStatus;
  /** The best comment score of the round before. */
  readonly bestScore: number;
  readonly heat: number;
  /** Whether something has just happened from outside. */
  readonly hasNews?: boolean;
}

/** How likely each persona of the cast is to speak in a round, 0..1. Everybody speaks in the first. */
export function turnout({ round, status, bestScore, heat, hasNews = false }: ThreadAppeal): number {
  if (round === 1) return 1;
  const drawn = TURNOUT.base + TURNOUT.perScore * Math.max(0, bestScore) + TURNOUT.perHeat * heat;
  return clamp(clamp(drawn, 0, 1) * (status === 'visible' ? 1 : HIDDEN), hasNews ? NEWS : LEAST, 1);
}
