import { describe, expect, it } from '@jest/globals';
import { sampleRun } from '../testing/index.js';
import { RunOutcomes } from './run-outcomes.js';

const RUN = sampleRun('1');

describe('the outcomes of runs', () => {
  it('are expected until the run has ended', async () => {
    const outcomes = new RunOutcomes();
    expect(outcomes.of(RUN.run_id)).toBeUndefined();
    outcomes.expect(RUN.run_id);
    const outcome = outcomes.of(RUN.run_id);
    outcomes.settle(RUN.run_id, { kind: 'succeeded', run: RUN });
    expect(await outcome).toEqual({ kind: 'succeeded', run: RUN });
    expect(outcomes.of(RUN.run_id)).toBeUndefined();
  });

  it('reach a caller who waits when this process takes a run again that it had lost', async () => {
    const outcomes = new RunOutcomes();
    outcomes.expect(RUN.run_id);
    const outcome = outcomes.of(RUN.run_id);
    outcomes.expect(RUN.run_id); // taken again, before the first execution has stopped
    outcomes.settle(RUN.run_id, { kind: 'lost', run: RUN });
    expect(await Promise.race([outcome, Promise.resolve('nothing')])).toMatchObject({ kind: 'lost' });
  });
});
