/** A row of the run log, as far as reports care: any field may be absent, or of another shape in an older log. */
export interface ReportRow {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** An object whose fields are not known. */
export type Fields = Readonly<Record<string, unknown>>;

const NOTHING: Fields = {};

/** The field if it is an object; else one without fields. */
export function objectAt(holder: Fields, field: string): Fields {
  const value = holder[field];
  return typeof value === 'object' && value !== null ? (value as Fields) : NOTHING;
}

/** The field if it is a text that is not blank; else `fallback`. */
export function textAt(holder: Fields, field: string, fallback = ''): string {
  const value = holder[field];
  return typeof value === 'string' && value.trim() !== '' ? value : fallback;
}

/** The field if it is a number; else `fallback`. */
export function numberAt(holder: Fields, field: string, fallback = 0): number {
  const value = holder[field];
  return typeof value === 'number' && Number.isFinite(value) ? value : fallback;
}

/** The items of the field if it is a list; else none. */
export function itemsAt(holder: Fields, field: string): readonly unknown[] {
  const value = holder[field];
  return Array.isArray(value) ? value : [];
}

/** The objects of a list. */
export function objectsAt(holder: Fields, field: string): Fields[] {
  return itemsAt(holder, field).filter((item): item is Fields => typeof item === 'object' && item !== null);
}

/** The texts of a list. */
export function textsAt(holder: Fields, field: string): string[] {
  return itemsAt(holder, field).filter((item): item is string => typeof item === 'string');
}
