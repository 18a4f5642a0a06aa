import type { Packs } from './pack-files.js';
import type { PackKind } from './pack-items.js';
import type { World } from './world.js';

/** An item of a pack, as far as a list shows it. */
export interface ItemBrief {
  readonly id: string;
  /** A persona's is that of its character; the id of whatever has no name. */
  readonly name: string;
  /** A sentence or some words about it; null when its pack has none. */
  readonly summary: string | null;
  /** A rule's category, a persona's archetype, a board's emotion; null where there is none. */
  readonly category: string | null;
  /** The boards that it belongs to, or is meant for. */
  readonly board_ids: string[];
  /** Of a persona or character: its community; null when it has none. */
  readonly community_id: string | null;
}

const NOTHING: Omit<ItemBrief, 'id' | 'name'> = {
  summary: null,
  category: null,
  board_ids: [],
  community_id: null,
};

const listed = (words: readonly string[]): string | null => (words.length > 0 ? words.join(', ') : null);

const BRIEFS: Readonly<Record<PackKind, (world: World) => ItemBrief[]>> = {
  board: ({ packs }) =>
    packs.board.boards.map(({ id, name, topic = null, emotion = null }) => ({
      ...NOTHING,
      id,
      name,
      summary: topic,
      category: emotion,
    })),
  community: ({ packs }) =>
    packs.community.communities.map(({ id, name, board_id, identity }) => ({
      ...NOTHING,
      id,
      name,
      summary: listed(identity),
      board_ids: [board_id],
    })),
  rule: ({ packs }) =>
    packs.rule.rules.map(({ id, name, summary = null, category = null }) => ({
      ...NOTHING,
      id,
      name,
      summary,
      category,
    })),
  organization: ({ packs }) =>
    packs.entity.orgs.map(({ id, name, tags }) => ({ ...NOTHING, id, name, summary: listed(tags) })),
  character: (world) => {
    const names = new Map(world.packs.entity.orgs.map(({ id, name }) => [id, name]));
    return world.packs.entity.chars.map(({ id, name, main_com, affiliations }) => ({
      ...NOTHING,
      ...placeOf(world, main_com),
      id,
      name,
      summary: listed(affiliations.map((org) => names.get(org) ?? org)),
    }));
  },
  persona: personaBriefs,
  thread_template: ({ packs }) =>
    packs.template.thread_templates.map(({ id, name, intended_boards, trigger_tags }) => ({
      ...NOTHING,
      id,
      name,
      summary: listed(trigger_tags),
      board_ids: intended_boards,
    })),
  comment_flow: ({ packs }) =>
    packs.template.comment_flows.map(({ id, name, body_sections }) => ({
      ...NOTHING,
      id,
      name,
      summary: listed(body_sections),
    })),
  event_card: ({ packs }) => forBoards(packs.template.event_cards),
  meme_seed: ({ packs }) => forBoards(packs.template.meme_seeds),
};

/** The items of a kind in brief, in the order of their pack. Pure. */
export function briefsOf(world: World, kind: PackKind): ItemBrief[] {
  return BRIEFS[kind](world);
}

function personaBriefs(world: World): ItemBrief[] {
  const characters = new Map(world.packs.entity.chars.map((character) => [character.id, character]));
  const archetypes = new Map(world.packs.persona.archetypes.map((archetype) => [archetype.id, archetype]));
  return world.packs.persona.personas.map(({ id, char_id = '', archetype_id = '', main_com }) => {
    const character = characters.get(char_id);
    const archetype = archetypes.get(archetype_id);
    return {
      id,
      name: character?.name ?? id,
      summary: archetype?.style ?? null,
      category: archetype?.name ?? null,
      ...placeOf(world, main_com ?? character?.main_com),
    };
  });
}

/** Where somebody of a community is at home. */
function placeOf(world: World, communityId = ''): Pick<ItemBrief, 'board_ids' | 'community_id'> {
  const community = world.communities.get(communityId);
  return community
    ? { board_ids: [community.board_id], community_id: community.id }
    : { board_ids: [], community_id: null };
}

function forBoards(items: Packs['template']['event_cards'] | Packs['template']['meme_seeds']): ItemBrief[] {
  return items.map(({ id, name, summary = null, intended_boards }) => ({
    ...NOTHING,
    id,
    name,
    summary,
    board_ids: intended_boards,
  }));
}
