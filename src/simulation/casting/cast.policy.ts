import type { SeededRandom } from '../../common/index.js';
import type { Speaker, World } from '../packs/world.js';

/** Personas that speak in a round at the most. */
export const CAST_SIZE = 5;
/** Seats of the thread's community, the board's others, and arrivals; seats that stay free go to the next. */
const SEATS = { community: 3, board: 2, arrivals: 2 } as const;

/** How a persona signs its comments; only `public` is verified. */
export const ACCOUNT_TYPES = ['public', 'alias', 'mask'] as const;
export type AccountType = (typeof ACCOUNT_TYPES)[number];

/** How much likelier those who owe an answer are to be there. */
const OWING = 2.2;

/** Who may be cast: the thread's community, its board, and those whom cross inflow brought. */
export interface CastPool {
  readonly world: World;
  readonly communityId: string;
  readonly boardId: string;
  readonly arrivals: readonly string[];
}

/**
 * The personas that speak in a round, in the order in which they do.
 * @param turnout how likely each of them is to be there, 0..1
 * @param owes whether a persona owes somebody an answer: those come first, and are likelier to be there
 */
export function castRound(
  pool: CastPool,
  round: number,
  turnout: number,
  random: SeededRandom,
  owes: (personaId: string) => boolean = () => false,
): Speaker[] {
  const { world, communityId, boardId, arrivals } = pool;
  const draw = random.stream(`round:${round}/cast`);
  const owingFirst = (speakers: readonly Speaker[]) =>
    draw.shuffle(speakers).toSorted((a, b) => Number(owes(b.id)) - Number(owes(a.id)));
  const community = owingFirst(world.speakersOf(communityId));
  const others = world.communitiesOf(boardId).filter(({ id }) => id !== communityId);
  const board = owingFirst(others.flatMap(({ id }) => world.speakersOf(id)));
  const guests = owingFirst(arrivals.flatMap((id) => world.speakers.get(id) ?? []));
  const seated = [
    ...guests.slice(0, SEATS.arrivals),
    ...community.slice(0, SEATS.community - (guests.length > 0 ? 1 : 0)),
    ...board.slice(0, SEATS.board),
  ].slice(0, CAST_SIZE);
  const rest = [...community, ...board, ...guests].filter((speaker) => !seated.includes(speaker));
  const cast = draw.shuffle([...seated, ...rest.slice(0, CAST_SIZE - seated.length)]);
  return cast.filter(({ id }) => draw.chance(Math.min(1, turnout * (owes(id) ? OWING : 1))));
}

/** The account type of a persona: one for the whole run. */
export function accountTypeOf(personaId: string, random: SeededRandom): AccountType {
  return random.stream(`persona:${personaId}/account`).pick(ACCOUNT_TYPES);
}
