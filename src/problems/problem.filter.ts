import { Catch, Inject, Injectable, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Request, Response } from 'express';
import { ErrorCatalogue, IDS, UrlPrefix, type IdGenerator } from '../common/index.js';
import { allowedMethods } from './allowed-methods.js';
import { problemOf } from './problem.js';
import { requestIdOf } from './request-id.middleware.js';
import { noteRun, traceOf } from './request-notes.js';

/** Responds to every error with problem details, and logs those with a 5xx status. */
@Catch()
@Injectable()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly catalogue: ErrorCatalogue,
    @Inject(IDS) private readonly ids: IdGenerator,
    private readonly prefix: UrlPrefix,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const { httpAdapter } = this.host;
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    const requestId = requestIdOf(request) ?? this.ids.requestId(); // in an application without the middleware
    const path = request.baseUrl + request.path; // below a prefix, Nest handles unmatched paths in a separate router
    const methods = allowedMethods(httpAdapter.getInstance(), path);
    const trace = traceOf(request);
    const origin = { requestId, trace, path, prefix: this.prefix.value, allowedMethods: methods };
    const problem = problemOf(error, origin, (known) => this.catalogue.describe(known));
    noteRun(request, problem.body['run_id']);
    if (problem.status >= 500) this.log(error, { request_id: requestId, ...trace });
    if (response.headersSent) {
      response.destroy(); // a partial response must not look complete
      return;
    }
    if (!request.complete) response.setHeader('Connection', 'close'); // the rest of the body is not read
    for (const [name, value] of Object.entries(problem.headers)) response.setHeader(name, value);
    httpAdapter.reply(response, JSON.stringify(problem.body), problem.status);
  }

  protected log(error: unknown, about: { readonly request_id: string; readonly trace_id?: string }): void {
    this.logger.error({ msg: 'A request failed', ...about, err: error });
  }
}
