import { Logger, type Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { CLOCK, CommonModule, Replacement, type Clock } from '../../src/common/index.js';
import {
  ATTEMPT_INTERCEPTOR,
  NEW_RUN,
  OrchestratorModule,
  StageNode,
  StageRuntime,
  type AttemptInterceptor,
  type JournalEntry,
  type RunExecution,
  type RunJournal,
  type StageContext,
  type StageNodeExecutionError,
  type StageNodeOptions,
  type StoredRow,
} from '../../src/orchestrator/index.js';

const SHORTEST_LIMIT_MS = 10_000;

/** Waits between attempts pass by themselves, and are noted; time limits, which are longer, end when told to. */
class PatientClock implements Clock {
  private time = Date.UTC(2026, 0, 1);
  private setBy = 0;
  readonly waits: number[] = [];
  private readonly limits = new Map<number, () => void>();

  now(): Date {
    return new Date(this.time + this.setBy);
  }

  monotonicMs(): number {
    return this.time;
  }

  /** Sets the wall clock. */
  set(byMs: number): void {
    this.setBy += byMs;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (ms >= SHORTEST_LIMIT_MS) return new Promise((resolve) => void this.limits.set(ms, resolve));
    this.waits.push(ms);
    this.time += ms;
  }

  /** Ends the time limit of so many milliseconds. */
  endLimit(ms: number): void {
    this.limits.get(ms)?.();
  }
}

/** A journal in an array. */
class ArrayJournal implements RunJournal {
  readonly entries: JournalEntry[] = [];

  async append(entry: JournalEntry): Promise<void> {
    this.entries.push(entry);
  }

  async *rows(types: readonly string[]): AsyncIterable<StoredRow> {
    yield* this.all().filter(({ type }) => types.length === 0 || types.includes(type));
  }

  all(): StoredRow[] {
    const rows = this.entries.flatMap((entry) => entry.rows);
    return rows.map(({ at, json }, index) => ({ ...(JSON.parse(json) as StoredRow), seq: index + 1, at }));
  }

  of(type: string): StoredRow[] {
    return this.all().filter((row) => row.type === type);
  }
}

/** What a stage does in one attempt. */
export type Work = (context: StageContext) => Promise<void> | void;

/** A stage node of the pipeline `test` that does what it is given. */
export function stage(id: string, work: Work, options: Partial<StageNodeOptions> = {}): Type<object> {
  @StageNode({ id, pipeline: 'test', ...options })
  class Stage {
    async run(context: StageContext): Promise<void> {
      await work(context);
    }
  }
  return Stage;
}

export const clock = new PatientClock();

/** Executes a run of these nodes; `error` is what execute() threw. */
export async function execute(
  nodes: Type[],
  run: Partial<RunExecution> = {},
  interceptor?: AttemptInterceptor,
) {
  const journal = new ArrayJournal();
  const module = await Test.createTestingModule({
    imports: [
      CommonModule,
      OrchestratorModule.forRoot(),
      ...(interceptor ? [Replacement.of(ATTEMPT_INTERCEPTOR, { useValue: interceptor })] : []),
    ],
    providers: nodes,
  })
    .overrideProvider(CLOCK)
    .useValue(clock)
    .compile();
  Logger.overrideLogger(false);
  await module.init();
  clock.waits.length = 0;
  const asked = {
    runId: 'run-1',
    pipeline: 'test',
    input: { n: 1 },
    randomSeed: 's',
    faults: [],
    journal,
    progress: NEW_RUN,
    signal: new AbortController().signal,
    timeoutMs: 600_000,
    retryBudget: null,
  };
  const error = await module
    .get(StageRuntime)
    .execute({ ...asked, maxStageRetries: 1, ...run })
    .then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
  await module.close();
  return { journal, error, failure: error as StageNodeExecutionError };
}

/** Fails with an error that is not ours. */
export const failing: Work = () => {
  throw new TypeError('hunter2');
};
