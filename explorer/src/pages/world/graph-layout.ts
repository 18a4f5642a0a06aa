/** A place in the unit square. */
interface Place {
  readonly x: number;
  readonly y: number;
}

const STEPS = 500;
/** How strongly everything is drawn to the middle: parts of the graph that are not joined stay near each other. */
const PULL = 1.5;
/** Beyond this, forces take too long to work out: a circle has to do. */
const MOST_FORCED = 200;

/**
 * Places the nodes of a graph so that those that are joined are near each other, and all others apart (Fruchterman and
 * Reingold). The same graph always looks the same. Pure.
 * @returns places that fill the unit square, by node
 */
export function layoutOf(
  nodes: readonly string[],
  edges: readonly (readonly [from: string, to: string])[],
): ReadonlyMap<string, Place> {
  const places = new Map(
    nodes.map((node, index) => {
      const angle = (index / nodes.length) * 2 * Math.PI;
      return [node, { x: Math.cos(angle), y: Math.sin(angle) }];
    }),
  );
  const joined = edges.flatMap(([from, to]) => {
    const [one, other] = [places.get(from), places.get(to)];
    return one && other && one !== other ? [[one, other] as const] : [];
  });
  if (nodes.length <= MOST_FORCED) settle([...places.values()], joined);
  return fitted(places);
}

interface Point {
  x: number;
  y: number;
}

function settle(points: readonly Point[], joined: readonly (readonly [Point, Point])[]): void {
  const ideal = Math.sqrt(4 / Math.max(1, points.length));
  for (let step = 0; step < STEPS; step++) {
    const moves = new Map(points.map((point) => [point, { x: -point.x * PULL, y: -point.y * PULL }]));
    const push = (one: Point, other: Point, force: (distance: number) => number) => {
      const [dx, dy] = [one.x - other.x, one.y - other.y];
      const distance = Math.max(1e-3, Math.hypot(dx, dy));
      const [mine, theirs] = [moves.get(one), moves.get(other)];
      if (!mine || !theirs) return;
      const share = force(distance) / distance;
      mine.x += dx * share;
      mine.y += dy * share;
      theirs.x -= dx * share;
      theirs.y -= dy * share;
    };
    points.forEach((one, index) =>
      points.slice(index + 1).forEach((other) => push(one, other, (at) => (ideal * ideal) / at)),
    );
    for (const [one, other] of joined) push(one, other, (at) => -(at * at) / ideal);
    const most = 0.15 * (1 - step / STEPS);
    for (const [point, { x, y }] of moves) {
      const length = Math.max(1e-9, Math.hypot(x, y));
      const share = Math.min(length, most) / length;
      point.x += x * share;
      point.y += y * share;
    }
  }
}

/** The least value, and how far the greatest is from it. */
function span(values: readonly number[]): { low: number; size: number } {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return { low, size: Math.max(1e-9, high - low) };
}

function fitted(places: ReadonlyMap<string, Point>): ReadonlyMap<string, Place> {
  const all = [...places.values()];
  const [across, down] = [span(all.map(({ x }) => x)), span(all.map(({ y }) => y))];
  return new Map(
    [...places].map(([node, { x, y }]) => [
      node,
      { x: (x - across.low) / across.size, y: (y - down.low) / down.size },
    ]),
  );
}
