import { isObject, memberOf, type ParsedObject } from './json-object.js';
import { fileOf, type Packs } from './pack-files.js';
import { itemName } from './pack-location.js';

/** The packs of a folder that hold JSON objects, before their fields are known to be right. */
export type RawPacks = Readonly<Partial<Record<keyof Packs, ParsedObject>>>;

/** A kind of item: ids are unique in it. */
interface ItemKind {
  readonly kind: string;
  readonly pack: keyof Packs;
  /** The key of the list that holds the items. */
  readonly list: string;
}

export const ITEM_KINDS = [
  { kind: 'board', pack: 'board', list: 'boards' },
  { kind: 'community', pack: 'community', list: 'communities' },
  { kind: 'rule', pack: 'rule', list: 'rules' },
  { kind: 'organization', pack: 'entity', list: 'orgs' },
  { kind: 'character', pack: 'entity', list: 'chars' },
  { kind: 'persona', pack: 'persona', list: 'personas' },
  { kind: 'archetype', pack: 'persona', list: 'archetypes' },
  { kind: 'register profile', pack: 'persona', list: 'register_profiles' },
  { kind: 'register switch rule', pack: 'persona', list: 'register_switch_rules' },
  { kind: 'thread template', pack: 'template', list: 'thread_templates' },
  { kind: 'comment flow', pack: 'template', list: 'comment_flows' },
  { kind: 'event card', pack: 'template', list: 'event_cards' },
  { kind: 'meme seed', pack: 'template', list: 'meme_seeds' },
  { kind: 'entity', pack: 'world', list: 'entities' },
  { kind: 'relation', pack: 'world', list: 'relations' },
  { kind: 'timeline event', pack: 'world', list: 'timeline_events' },
  { kind: 'world rule', pack: 'world', list: 'world_rules' },
  { kind: 'glossary term', pack: 'world', list: 'glossary' },
] as const satisfies readonly ItemKind[];

/** An item as it stands in the file, and how faults call it. */
export interface RawItem {
  readonly file: string;
  readonly item: string;
  readonly row: ParsedObject;
}

/** The items of a list that are objects; null when the list itself cannot be read. */
export function rawItems(packs: RawPacks, { pack, list }: Pick<ItemKind, 'pack' | 'list'>): RawItem[] | null {
  const holder = packs[pack];
  if (!holder) return null;
  const rows = memberOf(holder, list) ?? [];
  if (!Array.isArray(rows)) return null;
  const file = fileOf(pack);
  return rows.flatMap((row: unknown, place) =>
    isObject(row) ? { file, item: itemName(row, list, place), row } : [],
  );
}
