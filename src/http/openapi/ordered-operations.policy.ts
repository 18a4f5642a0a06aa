import type { OperationDocumentation } from '../../common/index.js';

type Operations = Readonly<Record<string, OperationDocumentation>>;

/**
 * The operations of several parts by their ids, in the order of the document: those of the first part as they stand,
 * any other before the one that it names, or last. What two parts say of one operation is put together. Pure.
 */
export function orderedOperations(parts: readonly Operations[]): Map<string, OperationDocumentation> {
  const merged = new Map<string, OperationDocumentation>();
  const order: string[] = [];
  for (const [id, operation] of parts.flatMap((operations) => Object.entries(operations))) {
    if (!merged.has(id)) insert(order, id, operation.before);
    merged.set(id, together(merged.get(id) ?? {}, operation));
  }
  return new Map(order.map((id) => [id, merged.get(id) ?? {}]));
}

function insert(order: string[], id: string, before: string | undefined): void {
  const place = before === undefined ? -1 : order.indexOf(before);
  order.splice(place === -1 ? order.length : place, 0, id);
}

function together(one: OperationDocumentation, other: OperationDocumentation): OperationDocumentation {
  return {
    ...one,
    ...other,
    examples: { ...one.examples, ...other.examples },
    errors: [...(one.errors ?? []), ...(other.errors ?? [])],
  };
}
