import { IncomingMessage, ServerResponse, createServer } from 'node:http';
import { ExpressAdapter } from '@nestjs/platform-express';
import type { AppConfig } from '../../config/index.js';
import { LIMITS } from './limits.js';

type Application = ReturnType<typeof import('express')>;

/** Express on a server with limits, some of which can only be set on creation. Notifies listeners before it closes. */
export class LimitedExpressAdapter extends ExpressAdapter {
  private readonly closing: (() => void)[] = [];

  constructor(
    private readonly application: Application,
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
        ...messageClasses(this.application),
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

/**
 * Classes of the messages of a server whose prototypes are Express's. Express gives its own to each request and response,
 * unless they have it: that makes every one of them an object of a shape of its own, and whatever reads it slow.
 */
function messageClasses(application: Application) {
  class Request extends IncomingMessage {}
  class Response extends ServerResponse {}
  Object.setPrototypeOf(Request.prototype, application.request);
  Object.setPrototypeOf(Response.prototype, application.response);
  application.request = Request.prototype as Application['request'];
  application.response = Response.prototype as Application['response'];
  return { IncomingMessage: Request, ServerResponse: Response };
}
