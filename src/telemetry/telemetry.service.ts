import { trace, type Tracer } from '@opentelemetry/api';
import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { RequestHandler } from 'express';
import { RunObservers } from '../runs/index.js';
import { requestTraces } from './request-traces.js';
import { RunTraces } from './run-traces.js';

/** Ends the export of spans; null where there are none. */
export const TRACE_PROVIDER = Symbol('TRACE_PROVIDER');

/** The traces of this process, where OpenTelemetry's variables name an exporter, or its user has registered one. */
@Injectable()
export class TelemetryService implements OnModuleInit, OnApplicationShutdown {
  private readonly tracer: Tracer | null;

  constructor(
    private readonly close: (() => Promise<void>) | null,
    private readonly observers: RunObservers,
  ) {
    this.tracer = close && trace.getTracer('project-dream');
  }

  onModuleInit(): void {
    if (this.tracer) this.observers.add(new RunTraces(this.tracer));
  }

  /** Spans of the last runs are still sent. */
  async onApplicationShutdown(): Promise<void> {
    await this.close?.();
  }

  /** Traces requests; null where nothing is traced. */
  middleware(prefix: () => string): RequestHandler | null {
    return this.tracer && requestTraces(this.tracer, prefix);
  }
}

/** The id of the trace that the running code is part of, for lines of the log. */
export function currentTrace(): { readonly trace_id: string } | undefined {
  const traceId = trace.getActiveSpan()?.spanContext().traceId;
  return traceId === undefined ? undefined : { trace_id: traceId };
}
