/**
 * A copy of an OpenAPI document in which every object schema that lists its properties allows no others. The parts of an
 * `allOf` stay open: each of them sees the members that the others list.
 */
export function closed(node: unknown, isPart = false): unknown {
  if (Array.isArray(node)) return node.map((one) => closed(one));
  if (typeof node !== 'object' || node === null) return node;
  const copy = Object.fromEntries(
    Object.entries(node)
      .filter(([key]) => key !== 'mapping') // the validator finds the schemas by their `type`
      .map(([key, value]) => [
        key,
        key === 'allOf' ? (value as unknown[]).map((part) => closed(part, true)) : closed(value),
      ]),
  );
  const isObjectSchema = copy['type'] === 'object' && typeof copy['properties'] === 'object';
  return isObjectSchema && !isPart && !('additionalProperties' in copy)
    ? { ...copy, additionalProperties: false }
    : copy;
}
