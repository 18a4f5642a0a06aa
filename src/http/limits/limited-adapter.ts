import { createServer } from 'node:http';
import { ExpressAdapter } from '@nestjs/platform-express';
import type { AppConfig } from '../../config/index.js';
import { LIMITS } from './limits.js';

/** Express on a server with limits: some of them can only be given when the server is made. Tells when it is to close. */
export class LimitedExpressAdapter extends ExpressAdapter {
  private readonly closing: (() => void)[] = [];

  constructor(
    application: ReturnType<typeof import('express')>,
    private readonly config: AppConfig,
  ) {
    super(application);
  }

  /** Has something done when the application begins to end, before any hook of its providers. */
  onClosing(act: () => void): void {
    this.closing.push(act);
  }

  override beforeClose(): void {
    super.beforeClose();
    for (const act of this.closing) act();
  }

  override initHttpServer(): void {
    const { REQUEST_TIMEOUT_MS, IDLE_TIMEOUT_MS, MAX_CONNECTIONS } = this.config;
    const server = createServer(
      {
        maxHeaderSize: LIMITS.headBytes,
        headersTimeout: Math.min(LIMITS.headMs, REQUEST_TIMEOUT_MS),
        requestTimeout: REQUEST_TIMEOUT_MS,
        connectionsCheckingInterval: Math.min(LIMITS.lookMs, REQUEST_TIMEOUT_MS),
        keepAliveTimeout: LIMITS.keepAliveMs,
        requireHostHeader: false, // checked with the rest of the head, which gives the answer a body
      },
      this.getInstance(),
    );
    server.timeout = IDLE_TIMEOUT_MS;
    server.maxConnections = MAX_CONNECTIONS;
    this.httpServer = server;
  }
}
