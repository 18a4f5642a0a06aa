import { Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE, DiscoveryModule } from '@nestjs/core';
import { AcceptGuard } from './accept.guard.js';
import { ApiTokens } from './access/api-tokens.js';
import { ScopeGuard } from './access/scope.guard.js';
import { TokenFileWatch, apiTokens } from './access/token-file-watch.js';
import { ConnectionCloser } from './connection-closer.js';
import { CLOCK } from '../common/index.js';
import { APP_CONFIG } from '../config/index.js';
import { RateLimit, openRateLimit } from './limits/rate-limit.js';
import { EdgeCheck } from './edge-check.js';
import { AccessController } from './access/access.controller.js';
import { ErrorsController } from './errors.controller.js';
import { ExplorerPage } from './explorer-page.js';
import { HomeController } from './home.controller.js';
import { ApplicationDocumentation } from './openapi/application-documentation.js';
import { ProblemFilter, RequestValidationPipe } from '../problems/index.js';
import { LinksController } from './links/links.controller.js';
import { RunLinks } from './links/run-links.js';
import { RunsModule, StageFailureFilter } from '../runs/index.js';

/** The guards, validation and error responses of every route. */
@Module({
  imports: [DiscoveryModule, RunsModule],
  controllers: [HomeController, AccessController, ErrorsController, LinksController],
  providers: [
    ApplicationDocumentation,
    ConnectionCloser,
    { provide: ApiTokens, inject: [APP_CONFIG, CLOCK], useFactory: apiTokens },
    TokenFileWatch,
    RunLinks,
    EdgeCheck,
    ExplorerPage,
    { provide: RateLimit, inject: [APP_CONFIG], useFactory: openRateLimit },
    { provide: APP_GUARD, useClass: ScopeGuard },
    { provide: APP_GUARD, useClass: AcceptGuard }, // guards run as declared: scopes are checked before media types are revealed
    { provide: APP_PIPE, useClass: RequestValidationPipe },
    { provide: APP_FILTER, useClass: ProblemFilter }, // filters run last-declared first: the catch-all comes first
    { provide: APP_FILTER, useClass: StageFailureFilter },
  ],
})
export class HttpModule {}
