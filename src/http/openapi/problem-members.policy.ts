import type { Document, Schema } from './document.js';

/** What an error tells of its run comes after what its code alone has. */
const FIRST_OF_RUN = 'run_id';

/**
 * Moves the members of these schemas into those of error answers. A member that is there already may then be of either
 * kind. Changes the document. Pure otherwise.
 * @param names of schemas that are made for this alone
 */
export function addProblemMembers({ components: { schemas } }: Document, names: readonly string[]): void {
  for (const name of names) {
    const added = schemas[name]?.properties ?? {};
    delete schemas[name];
    for (const target of [schemas['Failure'], schemas['Problem']]) {
      if (target?.properties) target.properties = withMembers(target.properties, added);
    }
  }
}

type Members = Record<string, Schema>;

function withMembers(own: Members, added: Members): Members {
  const members = Object.entries(own).map(([name, schema]) => {
    const other = added[name];
    return [name, other ? eitherOf(other, schema) : schema] as const;
  });
  const fresh = Object.entries(added).filter(([name]) => !(name in own));
  const place = members.findIndex(([name]) => name === FIRST_OF_RUN);
  return Object.fromEntries(members.toSpliced(place === -1 ? members.length : place, 0, ...fresh));
}

function eitherOf(one: Schema, other: Schema): Schema {
  const description = [one.description, other.description].filter(Boolean).join(' ');
  const kinds = [...kindsOf(one), ...kindsOf(other)];
  const different = new Map(kinds.map((kind) => [JSON.stringify(kind), kind]));
  const [only, ...others] = different.values();
  return { description, ...(others.length === 0 ? only : { oneOf: [...different.values()] }) };
}

function kindsOf({ description: _description, ...schema }: Schema): Schema[] {
  return schema.oneOf ?? [schema];
}
