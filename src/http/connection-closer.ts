import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Server } from 'node:http';
import { CLOCK, type Clock } from '../common/index.js';
import { APP_CONFIG, type AppConfig } from '../config/index.js';

/** How long answers have to get out after the grace period, at the end of which runs are cut off; in milliseconds. */
const ANSWERS_MS = 500;

/**
 * Closes what connections are left soon after the grace period of a shutdown: one silent client would keep the process
 * alive for as long as it likes.
 */
@Injectable()
export class ConnectionCloser implements OnModuleDestroy {
  constructor(
    private readonly host: HttpAdapterHost,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(APP_CONFIG) private readonly config: AppConfig,
  ) {}

  onModuleDestroy(): void {
    const server = this.host.httpAdapter?.getHttpServer() as Server | undefined;
    if (!server?.listening) return;
    const closed = new AbortController();
    server.once('close', () => closed.abort(new Error('All connections are closed.')));
    void this.clock.sleep(this.config.SHUTDOWN_GRACE_MS + ANSWERS_MS, closed.signal).then(
      () => server.closeAllConnections(),
      () => undefined, // nothing was left to close
    );
  }
}
