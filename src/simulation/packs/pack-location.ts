import { isObject, memberOf, type ParsedObject } from './json-object.js';
import type { PackFault } from './pack-fault.js';

/** Longer keys and ids are cut off in faults. */
const MAX_NAME = 128;

/** Says where in a pack a path of keys and list places leads: to which item, and to which field of it. */
export function locate(pack: ParsedObject, path: readonly string[]): Pick<PackFault, 'item' | 'field'> {
  const [list, place, ...rest] = path;
  if (list === undefined) return { item: null, field: null };
  if (place === undefined) return { item: null, field: fieldPath([list]) };
  const holder = memberOf(pack, list);
  if (!Array.isArray(holder)) return { item: shortened(list), field: fieldPath([place, ...rest]) };
  const row: unknown = holder[Number(place)];
  if (!isObject(row)) return { item: null, field: fieldPath([list, place]) };
  return { item: itemName(row, list, place), field: rest.length > 0 ? fieldPath(rest) : null };
}

/** The id of an item; its place when it has none that could be one. */
export function itemName(row: ParsedObject, list: string, place: number | string): string {
  const id = memberOf(row, 'id');
  return typeof id === 'string' && /^\S{1,128}$/.test(id) ? id : `${list}[${place}]`;
}

function fieldPath(path: readonly string[]): string {
  return path
    .map((part, index) => (/^\d+$/.test(part) ? `[${part}]` : `${index > 0 ? '.' : ''}${shortened(part)}`))
    .join('');
}

function shortened(name: string): string {
  if (name === '') return '""';
  return name.length > MAX_NAME ? `${name.slice(0, MAX_NAME)}…` : name;
}
