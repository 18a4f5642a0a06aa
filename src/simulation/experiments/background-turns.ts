import { Inject, Injectable } from '@nestjs/common';
import { Slots } from '../../common/index.js';
import { RUNS_OPTIONS, type RunsOptions } from '../../runs/index.js';

/** The most runs of experiments at a time: more would not be faster, and would keep others waiting. */
const MOST = 8;

/**
 * Bounds how many runs this process has of experiments at a time, over all of them: one slot is left to others, where there
 * is more than one. Experiments get turns in the order in which they ask.
 */
@Injectable()
export class BackgroundTurns extends Slots {
  constructor(@Inject(RUNS_OPTIONS) { maxConcurrentRuns }: RunsOptions) {
    super(Math.min(MOST, Math.max(1, maxConcurrentRuns - 1)));
  }
}
