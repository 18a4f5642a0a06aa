type Search = Readonly<Record<string, unknown>>;

const textIn = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value.slice(0, 200) : undefined;

/** Which world is shown: the name of its packs; the service's own unless given. */
export function packsSearch({ packs }: Search): { readonly packs?: string } {
  const name = textIn(packs);
  return name === undefined ? {} : { packs: name };
}

/** What a list of items is narrowed to. */
export function kindSearch({ text }: Search): { readonly text?: string } {
  const words = textIn(text);
  return words === undefined ? {} : { text: words };
}

/** The entity that is looked at. */
export function relationsSearch({ entity }: Search): { readonly entity?: string } {
  const id = textIn(entity);
  return id === undefined ? {} : { entity: id };
}
