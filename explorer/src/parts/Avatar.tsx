const HUES = 8;

/** A disc with a person's initial, in a colour of their community. */
export function Avatar({ name, community }: { name: string; community: string }) {
  let hash = 0;
  for (const unit of community) hash = (hash * 31 + (unit.codePointAt(0) ?? 0)) % 9973;
  const [initial = '?'] = /[\p{L}\p{N}]/u.exec(name) ?? [];
  return (
    <span className={`avatar hue-${hash % HUES}`} aria-hidden="true">
      {initial.toUpperCase()}
    </span>
  );
}
