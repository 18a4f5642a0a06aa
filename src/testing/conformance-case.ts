import assert from 'node:assert/strict';
import type { RowSelection, RunRepository } from '../runs/index.js';

/** One thing that a run repository must do. Throws an AssertionError when it does not. */
export interface ConformanceCase {
  readonly name: string;
  /** @param repository an empty one; it is closed by its maker */
  run(repository: RunRepository): Promise<void>;
}

/** Compares what two values are as JSON: test runners may mix objects of several realms. */
export function assertSame(actual: unknown, expected: unknown): void {
  assert.deepEqual(JSON.parse(JSON.stringify(actual)), JSON.parse(JSON.stringify(expected)));
}

/** Every row. */
export const ALL: RowSelection = { afterSeq: 0, types: [], limit: 1_000 };
