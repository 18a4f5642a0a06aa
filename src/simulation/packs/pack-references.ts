import { memberOf } from './json-object.js';
import type { PackFault } from './pack-fault.js';
import { ITEM_KINDS, rawItems, type RawItem, type RawPacks } from './pack-kinds.js';

type List = (typeof ITEM_KINDS)[number]['list'];
type Kind = (typeof ITEM_KINDS)[number]['kind'];

/** Which field of which items names items of which kind. */
const REFERENCES: readonly (readonly [list: List, field: string, kind: Kind])[] = [
  ['communities', 'board_id', 'board'],
  ['chars', 'main_com', 'community'],
  ['chars', 'affiliations', 'organization'],
  ['personas', 'char_id', 'character'],
  ['personas', 'archetype_id', 'archetype'],
  ['personas', 'main_com', 'community'],
  ['archetypes', 'default_register_profile_id', 'register profile'],
  ['register_switch_rules', 'apply_profile_id', 'register profile'],
  ['thread_templates', 'intended_boards', 'board'],
  ['thread_templates', 'default_comment_flow', 'comment flow'],
  ['thread_templates', 'crosspost_routes', 'board'],
  ['event_cards', 'intended_boards', 'board'],
  ['meme_seeds', 'intended_boards', 'board'],
  ['entities', 'linked_org_id', 'organization'],
  ['entities', 'linked_char_id', 'character'],
  ['entities', 'linked_board_id', 'board'],
];

/**
 * Everything that names something that is not there, or has an id that another item has. Looks past values of wrong
 * types, which the schema finds; what names items of a list that cannot be read is not judged.
 */
export function referenceFaults(packs: RawPacks): PackFault[] {
  const itemsOf = new Map(ITEM_KINDS.map((known) => [known.list, rawItems(packs, known)]));
  const idsOf = new Map(ITEM_KINDS.map(({ kind, list }) => [kind, idsIn(itemsOf.get(list) ?? null)]));
  const duplicates = ITEM_KINDS.flatMap(({ kind, list }) => duplicateIds(kind, itemsOf.get(list) ?? []));
  const dangling = REFERENCES.flatMap(([list, field, kind]) => {
    const known = idsOf.get(kind);
    return known ? danglingIds(itemsOf.get(list) ?? [], field, kind, known) : [];
  });
  return [...duplicates, ...dangling];
}

function idsIn(items: readonly RawItem[] | null): ReadonlySet<unknown> | null {
  return items && new Set(items.map(({ row }) => memberOf(row, 'id')));
}

function duplicateIds(kind: string, items: readonly RawItem[]): PackFault[] {
  const seen = new Set<string>();
  return items.flatMap(({ file, item, row }) => {
    const id = memberOf(row, 'id');
    if (typeof id !== 'string') return [];
    const isNew = !seen.has(id);
    seen.add(id);
    return isNew ? [] : { file, item, field: 'id', message: `is the id of more than one ${kind}` };
  });
}

function danglingIds(
  items: readonly RawItem[],
  field: string,
  kind: string,
  known: ReadonlySet<unknown>,
): PackFault[] {
  return items.flatMap(({ file, item, row }) => {
    const value = memberOf(row, field);
    const ids = Array.isArray(value) ? value : value === '' ? [] : [value]; // "" in an optional field: absent
    return ids
      .filter((id: unknown): id is string => typeof id === 'string' && !known.has(id))
      .map((id) => ({ file, item, field, message: `names no ${kind}: '${id.slice(0, 128)}'` }));
  });
}
