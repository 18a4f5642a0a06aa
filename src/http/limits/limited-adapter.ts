import { createServer } from 'node:http';
import { ExpressAdapter } from '@nestjs/platform-express';
import type { AppConfig } from '../../config/index.js';
import { LIMITS } from './limits.js';

/** Express on a server with limits, some of which can only be set on creation. Notifies listeners before it closes. */
export class LimitedExpressAdapter extends ExpressAdapter {
  private readonly closing: (() => void)[] = [];

  constructor(
    application: ReturnType<typeof import('express')>,
    private readonly config: AppConfig,
  ) {
    super(application);
  }

  /** Calls a listener when the application begins to shut down, before any hook of its providers. */
  onClosing(listener: () => void): void {
    this.closing.push(listener);
  }

  override beforeClose(): void {
    super.beforeClose();
    for (const listener of this.closing) listener();
  }

  override initHttpServer(): void {
    const { REQUEST_TIMEOUT_MS, IDLE_TIMEOUT_MS, MAX_CONNECTIONS } = this.config;
    const server = createServer(
      {
        maxHeaderSize: LIMITS.headBytes,
        headersTimeout: Math.min(LIMITS.headMs, REQUEST_TIMEOUT_MS),
        requestTimeout: REQUEST_TIMEOUT_MS,
        connectionsCheckingInterval: Math.min(LIMITS.checkIntervalMs, REQUEST_TIMEOUT_MS),
        keepAliveTimeout: LIMITS.keepAliveMs,
        requireHostHeader: false, // checked with the rest of the head, so that the response has a body
      },
      this.getInstance(),
    );
    server.timeout = IDLE_TIMEOUT_MS;
    server.maxConnections = MAX_CONNECTIONS;
    this.httpServer = server;
  }
}
