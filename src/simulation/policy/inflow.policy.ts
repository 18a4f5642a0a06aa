import type { RandomStream } from '../../common/index.js';
import type { Speaker, World } from '../packs/world.js';

/** Personas that another board sends. */
const ARRIVALS = 2;
/** What makes a thread known elsewhere. */
const SPREADS = { reports: 6, round: 2, comments: 3 } as const;

/** Why people come over from another board. */
type InflowReason = 'moderation_action' | 'reports' | 'activity';

/** Why a thread spreads at the end of a round; null when it does not. */
export function inflowReason(round: {
  readonly number: number;
  readonly comments: number;
  readonly policyEvents: number;
  readonly totalReports: number;
}): InflowReason | null {
  if (round.policyEvents > 0) return 'moderation_action';
  if (round.totalReports >= SPREADS.reports) return 'reports';
  return round.number >= SPREADS.round && round.comments >= SPREADS.comments ? 'activity' : null;
}

/** Who comes over from a board. */
export function drawArrivals(world: World, boardId: string, random: RandomStream): Speaker[] {
  const members = world.communitiesOf(boardId).flatMap(({ id }) => world.speakersOf(id));
  return random.shuffle(members).slice(0, ARRIVALS);
}
