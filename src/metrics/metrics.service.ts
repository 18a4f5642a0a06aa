import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { RequestHandler } from 'express';
import { Registry, collectDefaultMetrics } from 'prom-client';
import { CLOCK, type Clock } from '../common/index.js';
import { APP_CONFIG, type AppConfig } from '../config/index.js';
import {
  RUN_QUEUE,
  RUN_WORKER,
  RunEventsService,
  RunObservers,
  type RunQueue,
  type RunWorker,
} from '../runs/index.js';
import { requestMetrics } from './request-metrics.js';
import { RunMetrics } from './run-metrics.js';
import { ServiceMetrics } from './service-metrics.js';

/** Node's own metrics are of the process, however many applications it has. Made at the first scrape. */
let ofNode: Registry | undefined;

/** The metrics of this process, where METRICS is on. */
@Injectable()
export class MetricsService implements OnModuleInit, OnApplicationShutdown {
  private readonly metrics: ServiceMetrics | null;
  private stop: (() => void) | undefined;

  constructor(
    @Inject(RUN_QUEUE) queue: RunQueue,
    @Inject(RUN_WORKER) worker: RunWorker,
    events: RunEventsService,
    private readonly observers: RunObservers,
    @Inject(CLOCK) clock: Clock,
    @Inject(APP_CONFIG) { METRICS }: AppConfig,
  ) {
    const sources = {
      activeRuns: () => worker.activeRuns().length,
      queuedRuns: () => queue.queued?.() ?? 0,
      eventStreams: () => events.openStreams,
    };
    this.metrics = METRICS ? new ServiceMetrics(sources, clock) : null;
  }

  onModuleInit(): void {
    if (this.metrics) this.stop = this.observers.add(new RunMetrics(this.metrics));
  }

  onApplicationShutdown(): void {
    this.stop?.();
  }

  /** Measures requests; null where nothing is measured. */
  middleware(prefix: () => string): RequestHandler | null {
    return this.metrics && requestMetrics(this.metrics, prefix);
  }

  /** The media type and the text of all metrics; null where there are none. */
  async exposition(): Promise<{ readonly type: string; readonly text: string } | null> {
    if (!this.metrics) return null;
    if (!ofNode) collectDefaultMetrics({ register: (ofNode = new Registry()) });
    const { registry } = this.metrics;
    return { type: registry.contentType, text: await Registry.merge([registry, ofNode]).metrics() };
  }
}
