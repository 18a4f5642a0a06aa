import {
  SpanKind,
  SpanStatusCode,
  context,
  trace,
  type Context,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import type { ObservedCommit, RunOutcome, RunlogRow } from '../runs/index.js';

/** What is read of the rows that spans are made of. */
interface TracedRow {
  readonly type: string;
  readonly at: string;
  readonly node_id?: string;
  readonly attempt?: number;
  readonly outcome?: string;
  readonly started_at?: string;
  readonly ended_at?: string;
  readonly duration_ms?: number;
  readonly error?: string;
  readonly error_code?: string;
  readonly error_class?: string;
  readonly model?: string;
  readonly input_tokens?: number;
  readonly output_tokens?: number;
  readonly finish_reason?: string;
  readonly replayed?: boolean;
}

const TRACED: ReadonlySet<string> = new Set(['stage_checkpoint', 'graph_node', 'model_call']);
/** Outcomes of an attempt that are no error of its own. */
const WELL: ReadonlySet<unknown> = new Set(['success', 'cancelled']);

/** The stage node that goes on. */
interface OpenStage {
  readonly nodeId: string;
  readonly span: Span;
  readonly within: Context;
}

/** The spans of one execution of a run, made of the rows that it commits, with their times. */
export class ExecutionTrace {
  private readonly within: Context;
  private stage: OpenStage | null = null;
  /** Calls of the attempt that goes on: its span is made when it has ended. */
  private calls: TracedRow[] = [];

  constructor(
    private readonly tracer: Tracer,
    private readonly span: Span,
    parent: Context,
  ) {
    this.within = trace.setSpan(parent, span);
  }

  /** A commit is an event of the run's span; what its rows tell of are spans. */
  commit({ rows, outcome, durationMs }: ObservedCommit): void {
    if (!this.span.isRecording()) return;
    this.span.addEvent('store.commit', {
      'dream.rows': rows.length,
      'dream.outcome': outcome,
      'dream.duration_ms': durationMs,
    });
    if (outcome === 'success') this.rows(rows);
  }

  /** Rows about this run, whoever committed them. */
  rows(rows: readonly RunlogRow[]): void {
    for (const { type, json } of rows) {
      if (!TRACED.has(type)) continue;
      const row = JSON.parse(json) as TracedRow;
      if (type === 'model_call') this.calls.push(row);
      else if (type === 'stage_checkpoint') this.attempt(row);
      else this.endStage(new Date(row.at), row);
    }
  }

  end(outcome: RunOutcome): void {
    for (const call of this.calls.splice(0)) this.call(call, this.stage?.within ?? this.within);
    this.stage?.span.end();
    this.span.setAttribute('dream.outcome', outcome.kind);
    if (outcome.kind === 'failed') {
      const { error } = outcome.run;
      this.span.setStatus({ code: SpanStatusCode.ERROR, ...(error && { message: error.error_code }) });
    }
    this.span.end();
  }

  private attempt(row: TracedRow): void {
    const { node_id = '', attempt = 0, outcome = '', started_at, ended_at, at } = row;
    const startTime = new Date(started_at ?? at);
    const { within } = this.stageOf(node_id, startTime);
    const attributes = { 'dream.stage_node': node_id, 'dream.attempt': attempt, 'dream.outcome': outcome };
    const span = this.tracer.startSpan(`attempt ${node_id}`, { startTime, attributes }, within);
    const here = trace.setSpan(within, span);
    for (const call of this.calls.splice(0)) this.call(call, here);
    const endTime = new Date(ended_at ?? at);
    if (!WELL.has(outcome)) fail(span, row, endTime);
    span.end(endTime);
  }

  private call(row: TracedRow, within: Context): void {
    const { model = '', at, duration_ms = 0, input_tokens = 0, output_tokens = 0, finish_reason } = row;
    const endTime = new Date(at);
    const attributes = {
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': model,
      'gen_ai.usage.input_tokens': input_tokens ?? 0,
      'gen_ai.usage.output_tokens': output_tokens ?? 0,
      ...(finish_reason && { 'gen_ai.response.finish_reasons': [finish_reason] }),
      'dream.replayed': row.replayed === true,
    };
    const startTime = new Date(endTime.getTime() - duration_ms);
    const span = this.tracer.startSpan(
      `chat ${model}`,
      { kind: SpanKind.CLIENT, startTime, attributes },
      within,
    );
    if (row.error_code) fail(span, row, endTime);
    span.end(endTime);
  }

  private stageOf(nodeId: string, startTime: Date): OpenStage {
    if (this.stage?.nodeId === nodeId) return this.stage;
    this.stage?.span.end(startTime);
    const attributes = { 'dream.stage_node': nodeId };
    const span = this.tracer.startSpan(`stage ${nodeId}`, { startTime, attributes }, this.within);
    this.stage = { nodeId, span, within: trace.setSpan(this.within, span) };
    return this.stage;
  }

  private endStage(at: Date, { outcome = '' }: TracedRow): void {
    if (!this.stage) return;
    const { span } = this.stage;
    this.stage = null;
    span.setAttribute('dream.outcome', outcome);
    if (outcome === 'failed') span.setStatus({ code: SpanStatusCode.ERROR });
    span.end(at);
  }
}

function fail(span: Span, { error = '', error_code, error_class }: TracedRow, at: Date): void {
  const type = error_class ?? error_code;
  if (type) span.addEvent('exception', { 'exception.type': type, 'exception.message': error }, at);
  span.setStatus({ code: SpanStatusCode.ERROR, ...(error_code && { message: error_code }) });
}

/** Makes what `work` starts part of a span. */
export function inSpan<T>(parent: Context, span: Span, work: () => T): T {
  return context.with(trace.setSpan(parent, span), work);
}
