import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Server } from 'node:http';
import { CLOCK, type Clock } from '../common/index.js';
import { APP_CONFIG, shutdownBudget, type AppConfig } from '../config/index.js';

/**
 * Closes the remaining connections shortly before the grace period of a shutdown ends, since a single silent client would
 * keep the process alive.
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
    const { connectionsMs } = shutdownBudget(this.config.SHUTDOWN_GRACE_MS);
    const closed = new AbortController();
    server.once('close', () => closed.abort(new Error('All connections are closed.')));
    void this.clock.sleep(connectionsMs, closed.signal).then(
      () => server.closeAllConnections(),
      () => undefined, // all connections closed first
    );
  }
}
