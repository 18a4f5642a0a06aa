import type { Packs } from './pack-files.js';
import type { World } from './world.js';

/** The kinds of item that callers can look up. */
export const PACK_KINDS = [
  'board',
  'community',
  'rule',
  'organization',
  'character',
  'persona',
  'thread_template',
  'comment_flow',
  'event_card',
  'meme_seed',
] as const;
export type PackKind = (typeof PACK_KINDS)[number];

/** An item of a pack. */
export interface PackItem {
  readonly id: string;
}

const ITEMS: Readonly<Record<PackKind, (packs: Packs) => readonly PackItem[]>> = {
  board: ({ board }) => board.boards,
  community: ({ community }) => community.communities,
  rule: ({ rule }) => rule.rules,
  organization: ({ entity }) => entity.orgs,
  character: ({ entity }) => entity.chars,
  persona: ({ persona }) => persona.personas,
  thread_template: ({ template }) => template.thread_templates,
  comment_flow: ({ template }) => template.comment_flows,
  event_card: ({ template }) => template.event_cards,
  meme_seed: ({ template }) => template.meme_seeds,
};

/** The items of a kind. */
export function itemsOf(world: World, kind: PackKind): readonly PackItem[] {
  return ITEMS[kind](world.packs);
}

/** One item; undefined when the world has none of this kind and id. */
export function findItem(world: World, kind: string, id: string): PackItem | undefined {
  const known = findKind(kind);
  return known && itemsOf(world, known).find((item) => item.id === id);
}

/** The kind of this name; undefined when there is none. */
export function findKind(name: string): PackKind | undefined {
  return PACK_KINDS.find((kind) => kind === name);
}
