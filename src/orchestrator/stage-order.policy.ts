/** The parts of a stage node that its order depends on. */
interface OrderedNode {
  readonly id: string;
  readonly after: readonly string[];
}

/** The order of a pipeline's nodes, or the ids of a dependency cycle. */
type StageOrder<T> = { readonly ordered: T[] } | { readonly circle: string[] };

/**
 * Orders nodes so that each comes after the nodes it names (Kahn's algorithm). Of several that may run next, the one
 * whose id sorts first is chosen, so that the order does not depend on how modules are imported.
 */
export function orderStageNodes<T extends OrderedNode>(nodes: readonly T[]): StageOrder<T> {
  const waiting = [...nodes].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const ordered: T[] = [];
  const done = new Set<string>();
  while (waiting.length > 0) {
    const next = waiting.findIndex((node) => node.after.every((id) => done.has(id)));
    if (next === -1) return { circle: findCircle(waiting) };
    const [node] = waiting.splice(next, 1) as [T];
    ordered.push(node);
    done.add(node.id);
  }
  return { ordered };
}

/** Follows the dependencies until an id repeats. */
function findCircle(waiting: readonly OrderedNode[]): string[] {
  const blocked = new Map(waiting.map((node) => [node.id, node]));
  const path: string[] = [];
  let id = waiting[0]?.id;
  while (id !== undefined && !path.includes(id)) {
    path.push(id);
    id = blocked.get(id)?.after.find((earlier) => blocked.has(earlier));
  }
  return id === undefined ? path : [...path.slice(path.indexOf(id)), id];
}
