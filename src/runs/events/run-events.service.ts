import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Response } from 'express';
import { CLOCK, type Clock } from '../../common/index.js';
import { hasEnded, type RunRecord } from '../domain/run.js';
import { RunPresenter } from '../routes/run-presenter.js';
import { ShuttingDownError } from '../run.errors.js';
import { RUN_REPOSITORY, type RunRepository } from '../ports/run.repository.js';
import { RunChanges } from '../run-changes.js';
import { RunsService } from '../runs.service.js';
import { sendText } from '../routes/send-text.js';
import { followRun } from './follow-run.js';

const HEADERS = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-store',
  'X-Accel-Buffering': 'no',
};

/** How long streams may take to end when the application does, and how often that is looked at, in milliseconds. */
const ENDING = { patienceMs: 1_000, lookMs: 20 } as const;

/** Sends event streams, and ends those that are open when the application ends. */
@Injectable()
export class RunEventsService implements BeforeApplicationShutdown {
  private readonly open = new Map<Response, AbortController>();
  private isStopping = false;

  constructor(
    private readonly runs: RunsService,
    private readonly presenter: RunPresenter,
    @Inject(RUN_REPOSITORY) private readonly repository: RunRepository,
    private readonly changes: RunChanges,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** How many streams are open. */
  get openStreams(): number {
    return this.open.size;
  }

  /**
   * Whether the run has ended and has no row after `seq`: a client that has that one has them all.
   * @throws RunNotFoundError
   */
  async isAtEnd(runId: string, seq: number): Promise<boolean> {
    const { status, summary } = await this.runs.get(runId);
    return hasEnded(status) && seq >= summary.rows;
  }

  /**
   * Sends the rows of a run after `afterSeq` as they become durable; resolves when the stream has ended.
   * @param revoked ends the stream before the run's end
   * @throws RunNotFoundError; ShuttingDownError when the application is about to end
   */
  async send(response: Response, runId: string, afterSeq: number, revoked?: AbortSignal): Promise<void> {
    if (this.isStopping) throw new ShuttingDownError(runId);
    const ending = new AbortController();
    const end = () => ending.abort(new Error('The stream ends.'));
    const source = {
      find: (id: string) => this.runs.get(id),
      show: (run: RunRecord) => this.presenter.show(run),
      repository: this.repository,
      changes: this.changes,
      clock: this.clock,
    };
    this.open.set(response, ending);
    response.once('close', end);
    revoked?.addEventListener('abort', end);
    if (revoked?.aborted) end();
    try {
      await sendText(response, followRun(source, runId, afterSeq, ending.signal), { headers: HEADERS });
    } finally {
      this.open.delete(response);
      response.off('close', end);
      revoked?.removeEventListener('abort', end);
    }
  }

  /** Ends every stream; callers come again, to another process or after the restart, and miss no row. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    for (const ending of this.open.values()) ending.abort(new Error('The application ends.'));
    for (let waited = 0; this.open.size > 0 && waited < ENDING.patienceMs; waited += ENDING.lookMs) {
      await this.clock.sleep(ENDING.lookMs);
    }
    for (const response of this.open.keys()) response.destroy(); // clients that do not read what is sent
  }
}
