import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Server } from 'node:http';
import { CLOCK, type Clock } from '../common/index.js';
import { APP_CONFIG, type AppConfig } from '../config/index.js';

/** The least time that answers have to get out when the application ends, in milliseconds. */
const LEAST_GRACE_MS = 500;

/**
 * Closes what connections are left when the grace period of a shutdown is over: one silent client would keep the process
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
    void this.clock.sleep(Math.max(LEAST_GRACE_MS, this.config.SHUTDOWN_GRACE_MS), closed.signal).then(
      () => server.closeAllConnections(),
      () => undefined, // nothing was left to close
    );
  }
}
