import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Logger } from 'pino';
import { CLOCK, IDS, ShutdownState, UrlPrefix, type Clock, type IdGenerator } from '../common/index.js';
import type { AppConfig } from '../config/index.js';
import { accessLog } from './access-log.middleware.js';
import { ApiTokens } from './access/api-tokens.js';
import { localOnly } from './access/local-only.middleware.js';
import { sameSite } from './access/same-site.middleware.js';
import { workerOnly } from './access/worker-only.middleware.js';
import { tokenAccess } from './access/token.middleware.js';
import { EdgeCheck } from './edge-check.js';
import { jsonBody } from './json-body.middleware.js';
import { linkAccess } from './links/link.middleware.js';
import { RunLinks } from './links/run-links.js';
import { respondToClientErrors } from './limits/client-errors.js';
import { LimitedExpressAdapter } from './limits/limited-adapter.js';
import { ignoreAfterClose, lingerOnClose } from './limits/linger.js';
import { PendingResponses } from './limits/pending-responses.js';
import { RateLimit } from './limits/rate-limit.js';
import { requestLimits } from './limits/request-limits.middleware.js';
import { requestId } from '../problems/index.js';
import { securityHeaders } from './security-headers.js';

/** The CORS rules for pages of the origins in CORS_ORIGINS. */
const CORS = {
  methods: ['GET', 'HEAD', 'POST', 'DELETE'],
  allowedHeaders: [
    'Authorization',
    'Content-Type',
    'Idempotency-Key',
    'If-None-Match',
    'Last-Event-ID',
    'X-Request-Id',
  ],
  exposedHeaders: ['ETag', 'Idempotency-Replayed', 'Link', 'Location', 'Retry-After', 'X-Request-Id'],
  maxAge: 600,
};

/**
 * Sets up the middleware that every request passes before routing, in order, including requests to Swagger UI and to unknown
 * paths. Unauthorized requests are rejected before the body is read.
 */
export function setUpEdge(app: NestExpressApplication, config: AppConfig, logger: Logger): void {
  app.disable('etag'); // express would add one to every response, including errors; routes that have one set it
  const ids = app.get<IdGenerator>(IDS);
  const tokens = app.get(ApiTokens);
  const urlPrefix = app.get(UrlPrefix);
  const prefix = () => urlPrefix.value; // read lazily: a team sets it later
  watchServer(app, config, ids, prefix);
  app.use(ignoreAfterClose());
  app.use(requestId(ids));
  app.use(accessLog(logger, prefix));
  app.use(securityHeaders());
  app.use(requestLimits());
  if (config.SERVICE_ROLE === 'worker') app.use(workerOnly(prefix));
  if (!tokens.areNeeded) app.use(localOnly());
  app.use(linkAccess(app.get(RunLinks), prefix));
  app.use(sameSite(config.CORS_ORIGINS));
  if (config.CORS_ORIGINS.length > 0) app.enableCors({ ...CORS, origin: [...config.CORS_ORIGINS] });
  app.use(tokenAccess(tokens, app.get(RateLimit), prefix));
  app.use(jsonBody(config.MAX_BODY_BYTES));
  app.get(EdgeCheck).confirmSetUp();
}

function watchServer(
  app: NestExpressApplication,
  config: AppConfig,
  ids: IdGenerator,
  prefix: () => string,
): void {
  const adapter = app.getHttpAdapter();
  const shutdown = app.get(ShutdownState);
  if (adapter instanceof LimitedExpressAdapter) adapter.onClosing(() => shutdown.begin());
  const server = app.getHttpServer();
  const pending = new PendingResponses(config.IDLE_TIMEOUT_MS);
  pending.watch(server);
  lingerOnClose(server, app.get<Clock>(CLOCK));
  respondToClientErrors(server, {
    ids,
    clock: app.get<Clock>(CLOCK),
    pending,
    waitMs: config.IDLE_TIMEOUT_MS,
    prefix,
  });
}
