import { ROOT_CONTEXT, context, trace, type Context, type Tracer } from '@opentelemetry/api';
import {
  HIDDEN_ATTRIBUTE,
  type LeasedRun,
  type ObservedCommit,
  type RunAttributes,
  type RunObserver,
  type RunOutcome,
  type RunRecord,
  type RunlogRow,
} from '../runs/index.js';
import { ExecutionTrace, inSpan } from './execution-trace.js';
import { spanContextOf, traceparentOf } from './trace-context.js';

/** Where the span is kept that a run was accepted in, and that of its last execution: attributes that are never shown. */
const ACCEPTED_IN = `${HIDDEN_ATTRIBUTE}traceparent`;
const EXECUTED_IN = `${HIDDEN_ATTRIBUTE}traceparent_of_execution`;
/** Runs of dead processes of which rows are kept until they are executed here. */
const MOST_WAITING = 1_000;

/**
 * Traces runs: a span for each execution, in the trace of the request that the run was accepted by, linked to the execution
 * before it. Stages, attempts and calls of models are told by the rows of the log.
 */
export class RunTraces implements RunObserver {
  private readonly executions = new Map<string, ExecutionTrace>();
  /** Rows about attempts that died with their process, until the run goes on. */
  private readonly waiting = new Map<string, RunlogRow[]>();

  constructor(private readonly tracer: Tracer) {}

  attributesOfNewRun(): RunAttributes {
    const accepting = trace.getSpanContext(context.active());
    return accepting ? { [ACCEPTED_IN]: traceparentOf(accepting) } : {};
  }

  onCommit(commit: ObservedCommit): void {
    const { before, run, rows, outcome } = commit;
    const execution = this.executions.get(run.run_id);
    if (execution) execution.commit(commit);
    else if (before !== null && outcome === 'success') this.keep(run, rows);
  }

  async aroundExecution(
    { run, isNew }: LeasedRun,
    execute: (attributes?: RunAttributes) => Promise<RunOutcome>,
  ): Promise<RunOutcome> {
    const { run_id, pipeline } = run;
    const accepted = spanContextOf(run.attributes[ACCEPTED_IN]);
    const earlier = spanContextOf(run.attributes[EXECUTED_IN]);
    const parent: Context = accepted ? trace.setSpanContext(ROOT_CONTEXT, accepted) : ROOT_CONTEXT;
    const span = this.tracer.startSpan(
      `run ${pipeline}`,
      {
        attributes: { 'dream.run_id': run_id, 'dream.pipeline': pipeline, 'dream.is_new': isNew },
        links: earlier ? [{ context: earlier }] : [],
      },
      parent,
    );
    const execution = new ExecutionTrace(this.tracer, span, parent);
    execution.rows(this.taken(run_id));
    this.executions.set(run_id, execution);
    try {
      const here = { [EXECUTED_IN]: traceparentOf(span.spanContext()) };
      const outcome = await inSpan(parent, span, () => execute(here));
      execution.end(outcome);
      return outcome;
    } finally {
      this.executions.delete(run_id);
    }
  }

  private keep({ run_id }: RunRecord, rows: readonly RunlogRow[]): void {
    const attempts = rows.filter(({ type }) => type === 'stage_checkpoint');
    if (attempts.length === 0) return;
    this.waiting.set(run_id, attempts);
    for (const oldest of this.waiting.keys()) {
      if (this.waiting.size <= MOST_WAITING) break;
      this.waiting.delete(oldest);
    }
  }

  private taken(runId: string): readonly RunlogRow[] {
    const rows = this.waiting.get(runId) ?? [];
    this.waiting.delete(runId);
    return rows;
  }
}
