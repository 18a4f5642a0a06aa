import { operationsOf, type Document, type Schema } from './document.js';

/**
 * Says of every object that a request may hold that the service refuses members that are not listed. Changes the
 * document. Pure otherwise.
 */
export function closeRequestBodies(document: Document): void {
  const { schemas } = document.components;
  const waiting = operationsOf(document).flatMap(({ operation }) =>
    Object.values(operation.requestBody?.content ?? {}).map(({ schema }) => schema),
  );
  const seen = new Set<Schema>();
  for (let schema = waiting.pop(); schema; schema = waiting.pop()) {
    if (seen.has(schema)) continue;
    seen.add(schema);
    if (schema.properties) schema.additionalProperties ??= false;
    const target = schema.$ref && schemas[schema.$ref.split('/').at(-1) ?? ''];
    if (target) waiting.push(target);
    waiting.push(...Object.values(schema.properties ?? {}), ...(schema.items ? [schema.items] : []));
  }
}
