import { Logger } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { describe, expect, it } from '@jest/globals';
import { CLOCK, CommonModule, type Clock } from '../common/index.js';
import {
  NEW_RUN,
  OrchestratorModule,
  StageNode,
  StageNodeExecutionError,
  StageRuntime,
  type JournalEntry,
  type RetryPolicy,
  type StageContext,
} from './index.js';

/** A run of one stage node. */
interface Trial {
  readonly work: (context: StageContext) => Promise<void>;
  readonly retry?: RetryPolicy;
  readonly maxStageRetries?: number | null;
  /** The entries that the journal rejects; none by default. */
  readonly refuses?: (entry: JournalEntry) => boolean;
}

const REFUSAL = new Error('hunter2: the disk is full');
const clock: Clock = {
  now: () => new Date(0),
  sleep: (ms) => (ms >= 10_000 ? new Promise(() => undefined) : Promise.resolve()), // no time limit ends
};

/** What the run ends with, how often its stage was tried, and what its journal has kept. */
async function outcomeOf({ work, retry = {}, maxStageRetries = 1, refuses = () => false }: Trial) {
  let tries = 0;
  const kept: JournalEntry[] = [];
  @StageNode({ id: 'a', pipeline: 'test', retry })
  class Stage {
    run(context: StageContext): Promise<void> {
      tries += 1;
      return work(context);
    }
  }
  const journal = {
    append: async (entry: JournalEntry) => {
      if (refuses(entry)) throw REFUSAL;
      kept.push(entry);
    },
    rows: async function* () {},
  };
  const module = await Test.createTestingModule({
    imports: [CommonModule, OrchestratorModule.forRoot()],
    providers: [Stage],
  })
    .overrideProvider(CLOCK)
    .useValue(clock)
    .compile();
  Logger.overrideLogger(false);
  await module.init();
  const run = {
    runId: 'run-1',
    pipeline: 'test',
    input: {},
    randomSeed: 's',
    faults: [],
    journal,
    progress: NEW_RUN,
    signal: new AbortController().signal,
    timeoutMs: 600_000,
    retryBudget: null,
  };
  const error: unknown = await module
    .get(StageRuntime)
    .execute({ ...run, maxStageRetries })
    .catch((thrown: unknown) => thrown);
  await module.close();
  return { error, tries, kept };
}

/** Whether an entry is a checkpoint that a stage asked for; those of the runtime have rows. */
const isCheckpoint = ({ rows }: JournalEntry) => rows.length === 0;

const failing = () => Promise.reject(new TypeError('hunter2'));

describe('a stage node', () => {
  it.each([
    ['the number that the run asks for, rather than its own', 3, { maxAttempts: 2 }, 4],
    ['no retry when the run asks for none', 0, { maxAttempts: 5 }, 1],
    ['its own number when the run leaves it to the nodes', null, { maxAttempts: 3 }, 3],
    ["the service's number when neither sets one", null, {}, 2],
  ])('is granted %s', async (_, maxStageRetries, retry, attempts) => {
    const { error, tries } = await outcomeOf({ work: failing, retry, maxStageRetries });
    expect(error).toMatchObject({ attempts, maxAttempts: attempts });
    expect(tries).toBe(attempts);
  });

  it('is not tried again after an error that it calls non-retryable', async () => {
    const { error } = await outcomeOf({ work: failing, retry: { nonRetryable: ['TypeError'] } });
    expect(error).toMatchObject({ attempts: 1, retryState: 'non_retryable_failure' });
  });
});

describe('a journal that rejects', () => {
  it('the failure of a run leaves the error of the stage in place, with its own next to it', async () => {
    const { error } = await outcomeOf({
      work: failing,
      refuses: ({ outcome }) => outcome?.status === 'failed',
    });
    expect(error).toBeInstanceOf(StageNodeExecutionError);
    expect(error).toMatchObject({
      message: "Stage node 'a' failed after 2 attempt(s): TypeError",
      attemptErrors: [{ attempt: 1 }, { attempt: 2 }],
      details: {
        stage_node: 'a',
        persist_error: { error_code: 'INTERNAL_ERROR', error_class: 'Error', message: 'Error' },
      },
    });
  });

  it.each<[string, Trial['work']]>([
    ['passes the error on', (context) => context.checkpoint()],
    ['swallows the error', (context) => context.checkpoint().catch(() => undefined)],
    ['turns it into another', (context) => context.checkpoint().catch(failing)],
  ])(
    'a checkpoint ends the run with its own error and no other attempt when the stage %s',
    async (_, work) => {
      const outcome = await outcomeOf({ work, maxStageRetries: 3, refuses: isCheckpoint });
      expect(outcome).toEqual({ error: REFUSAL, tries: 1, kept: [] });
    },
  );

  it('a retry ends the run with its own error and no other attempt', async () => {
    const outcome = await outcomeOf({ work: failing, maxStageRetries: 3, refuses: () => true });
    expect(outcome).toEqual({ error: REFUSAL, tries: 1, kept: [] });
  });

  it('the end of a stage ends the run with its own error', async () => {
    const outcome = await outcomeOf({ work: async () => undefined, refuses: () => true });
    expect(outcome).toEqual({ error: REFUSAL, tries: 1, kept: [] });
  });
});
