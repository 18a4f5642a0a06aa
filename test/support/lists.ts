import type { RunDto } from '../../src/runs/index.js';

/** The body of GET /runs. */
export interface RunListAnswer {
  readonly count: number;
  readonly total: number | null;
  readonly limit: number;
  readonly offset: number;
  readonly next_cursor: string | null;
  readonly items: readonly Omit<RunDto, 'summary'>[];
}
