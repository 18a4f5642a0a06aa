/** The value of an attribute of the type `object`. */
export type AttributeObject = Readonly<Record<string, PlainValue | null>>;

/** The value of an attribute; one that is not set is left out, and shown as null. */
export type AttributeValue = PlainValue | AttributeObject;

/** A value that lists can filter by. */
export type PlainValue = string | number | boolean;

/** What a run's pipeline says of it, by name. */
export type RunAttributes = Readonly<Record<string, AttributeValue>>;

/** An attribute that the runs of a pipeline have. Plain data; checked when the application starts. */
export interface AttributeDeclaration {
  /** `integer` is a whole number; an `object` is shown with the summary, too, and nowhere while it is not set. */
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'object';
  /** One sentence for the API's documentation. */
  readonly description: string;
  /** The only values of a `string`, where these are known. */
  readonly enum?: readonly string[];
  readonly example?: AttributeValue;
  /** What an `object` holds, by name. Each may be null. */
  readonly members?: Readonly<Record<string, AttributeMember>>;
  /** Whether GET /runs has a parameter of this name, and stores find runs by it quickly; false unless given. */
  readonly filter?: boolean;
  /** Whether a fork has it, too; true unless given. */
  readonly inherited?: boolean;
}

/** A member of an attribute of the type `object`. */
export interface AttributeMember {
  readonly type: 'string' | 'integer' | 'number' | 'boolean';
  /** One sentence for the API's documentation. */
  readonly description: string;
}

export type AttributeDeclarations = Readonly<Record<string, AttributeDeclaration>>;

/**
 * What a pipeline says of a run, or of what has changed: attributes that it declares, and a title for people. Null
 * where something is not known, or not any more.
 */
export interface RunProjection {
  readonly title?: string | null;
  readonly [attribute: string]: AttributeValue | null | undefined;
}

/** What the names of attributes begin with that observers store with a run: no pipeline can declare them, and nothing shows them. */
export const HIDDEN_ATTRIBUTE = '.';

/** Attributes without those that are never shown. Pure. */
export function shownAttributes(attributes: RunAttributes): RunAttributes {
  const shown = Object.entries(attributes).filter(([name]) => !name.startsWith(HIDDEN_ATTRIBUTE));
  return Object.fromEntries(shown);
}

const NAME = /^[a-z][a-z0-9_]{0,63}$/;

/**
 * What is wrong with declarations, as sentences; none when all is well. Pure.
 * @param taken names that have another meaning in a run, or in a query for runs
 */
export function declarationFaults(declared: AttributeDeclarations, taken: ReadonlySet<string>): string[] {
  return Object.entries(declared).flatMap(([name, { type, enum: values, filter }]) => {
    if (!NAME.test(name)) return [`the attribute '${name}' needs a name of lower-case letters, digits and _`];
    if (taken.has(name)) return [`the attribute '${name}' has the name of something that every run has`];
    if (values && type !== 'string') return [`the attribute '${name}' has an enum, and is no string`];
    if (filter && (type === 'number' || type === 'object'))
      return [
        `the attribute '${name}' is a${type === 'object' ? 'n object' : ' fraction'}, which no list filters by`,
      ];
    return [];
  });
}

/** What is wrong with a projection, as a sentence; null when it fits the declarations. Pure. */
export function projectionFault(
  { title, ...attributes }: RunProjection,
  declared: AttributeDeclarations,
): string | null {
  if (title !== undefined && title !== null && typeof title !== 'string') return 'its title is no string';
  for (const [name, value] of Object.entries(attributes)) {
    const declaration = declared[name];
    if (!declaration) return `it does not declare the attribute '${name}'`;
    if (value !== null && value !== undefined && !hasType(value, declaration))
      return `its attribute '${name}' is no ${declaration.type}`;
  }
  return null;
}

function hasType(value: AttributeValue, { type, members = {} }: AttributeDeclaration): boolean {
  if (type === 'object')
    return typeof value === 'object' && Object.keys(value).every((name) => name in members);
  if (type === 'integer') return Number.isSafeInteger(value);
  if (type === 'number') return Number.isFinite(value);
  return typeof value === type;
}

/** The attributes that are objects. Pure. */
export function objectsOf(attributes: RunAttributes): Readonly<Record<string, AttributeObject>> {
  return Object.fromEntries(
    Object.entries(attributes).filter(
      (entry): entry is [string, AttributeObject] => typeof entry[1] === 'object',
    ),
  );
}

/** Attributes with the changes of a projection; those that become null are left out. Pure. */
export function withProjection(
  before: RunAttributes,
  { title: _title, ...changes }: RunProjection,
): RunAttributes {
  const after: Record<string, AttributeValue> = { ...before };
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) continue;
    if (value === null) delete after[name];
    else after[name] = value;
  }
  return after;
}
