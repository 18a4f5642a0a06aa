import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import type { PackFault } from './pack-fault.js';

/** JSON nested deeper than this is no pack: the validator would overflow its stack on it. */
const MAX_DEPTH = 32;

/** A pack, or what is wrong with it. */
export type ParsedPack = { readonly pack: object } | { readonly faults: PackFault[] };

/** Reads the text of a pack file as an instance of its class. Unknown keys and wrong types are faults. */
export function parsePack(file: string, text: string, type: new () => object): ParsedPack {
  const whole = (message: string): ParsedPack => ({ faults: [{ file, item: null, field: null, message }] });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return whole('is not valid JSON');
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    return whole('must hold one JSON object');
  if (isDeeperThan(json, MAX_DEPTH)) return whole(`is nested more than ${MAX_DEPTH} levels deep`);
  const pack = plainToInstance(type, json, { exposeDefaultValues: true });
  const errors = validateSync(pack, { whitelist: true, forbidNonWhitelisted: true });
  if (errors.length === 0) return { pack };
  return { faults: errors.flatMap((error) => faultsOf(file, error, [], null)) };
}

/** Walks the tree of errors down to the constraints; `owner` is the nearest row of a list. */
function faultsOf(
  file: string,
  error: ValidationError,
  path: readonly string[],
  owner: string | null,
): PackFault[] {
  const isRow = /^\d+$/.test(error.property);
  const item = isRow ? itemName(error, path) : owner;
  const field = isRow ? [] : [...path, error.property];
  const own = Object.values(error.constraints ?? {}).map((message) => ({
    file,
    item,
    field: field.length > 0 ? field.join('.') : null,
    message,
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => faultsOf(file, child, field, item))];
}

function itemName({ value, property }: ValidationError, path: readonly string[]): string {
  const id = (value as { id?: unknown } | null | undefined)?.id;
  return typeof id === 'string' && id !== '' ? id : `${path.join('.')}[${property}]`;
}

function isDeeperThan(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth === 0 || Object.values(value).some((member) => isDeeperThan(member, depth - 1));
}
