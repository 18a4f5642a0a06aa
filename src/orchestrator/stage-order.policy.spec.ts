import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { orderStageNodes } from './stage-order.policy.js';

interface Node {
  readonly id: string;
  readonly after: readonly string[];
}

const node = (id: string, ...after: string[]): Node => ({ id, after });

/** The ids in order, or the circle. */
function orderOf(...nodes: Node[]): string[] | { circle: string[] } {
  const order = orderStageNodes(nodes);
  return 'circle' in order ? order : order.ordered.map(({ id }) => id);
}

/** Nodes that each wait for some of those before them, and the same nodes in another order. */
const acyclic = fc
  .uniqueArray(fc.stringMatching(/^[a-z]{1,3}$/), { minLength: 1, maxLength: 12 })
  .chain((ids) =>
    fc.tuple(...ids.map((id, index) => fc.subarray(ids.slice(0, index)).map((after) => node(id, ...after)))),
  )
  .chain((nodes) => fc.tuple(fc.constant(nodes), fc.shuffledSubarray(nodes, { minLength: nodes.length })));

describe('the order of stage nodes', () => {
  it('is empty when there are no nodes', () => {
    expect(orderOf()).toEqual([]);
  });

  it('puts each node after the one that it names', () => {
    expect(orderOf(node('a', 'b'), node('b', 'c'), node('c'))).toEqual(['c', 'b', 'a']);
  });

  it('puts a node after all that it names', () => {
    expect(orderOf(node('a', 'y', 'z'), node('z', 'y'), node('y'))).toEqual(['y', 'z', 'a']);
  });

  it('puts the node whose id sorts first next when several may run', () => {
    expect(orderOf(node('start'), node('d', 'start'), node('b', 'start'), node('c', 'start'))).toEqual([
      'start',
      'b',
      'c',
      'd',
    ]);
  });

  it('does not depend on the order in which the nodes are found', () => {
    fc.assert(
      fc.property(acyclic, ([nodes, shuffled]) => {
        expect(orderOf(...shuffled)).toEqual(orderOf(...nodes));
      }),
    );
  });

  it('has every node once, and none before the nodes that it names', () => {
    fc.assert(
      fc.property(acyclic, ([nodes, shuffled]) => {
        const ids = [orderOf(...shuffled)].flat() as string[];
        expect(ids.toSorted()).toEqual(nodes.map(({ id }) => id).toSorted());
        for (const { id, after } of nodes) {
          for (const earlier of after) expect(ids.indexOf(earlier)).toBeLessThan(ids.indexOf(id));
        }
      }),
    );
  });

  it('does not change the list that it was computed from', () => {
    const nodes = [node('b'), node('a')];
    orderStageNodes(nodes);
    expect(nodes.map(({ id }) => id)).toEqual(['b', 'a']);
  });
});

describe('a cycle of stage nodes', () => {
  it('is reported from one node back to itself', () => {
    expect(orderOf(node('a', 'c'), node('b', 'a'), node('c', 'b'))).toEqual({ circle: ['a', 'c', 'b', 'a'] });
  });

  it('is found in a node that waits for itself', () => {
    expect(orderOf(node('first'), node('a', 'a'))).toEqual({ circle: ['a', 'a'] });
  });

  it('is reported without the nodes that merely wait for it or run before it', () => {
    const nodes = [node('a_waits', 'x'), node('x', 'y'), node('y', 'x', 'root'), node('root')];
    expect(orderOf(...nodes)).toEqual({ circle: ['x', 'y', 'x'] });
  });
});
