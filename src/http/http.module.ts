import { Module } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { ConnectionCloser } from './connection-closer.js';
import { ErrorsController } from './errors.controller.js';
import { ProblemFilter, StageFailureFilter } from './problem.filter.js';
import { createValidationPipe } from './validation.pipe.js';

/** What every request passes: validation on the way in, problem details when something is wrong. */
@Module({
  controllers: [ErrorsController],
  providers: [
    ConnectionCloser,
    { provide: APP_PIPE, useFactory: createValidationPipe },
    { provide: APP_FILTER, useClass: ProblemFilter }, // filters run last-declared first: the catch-all comes first
    { provide: APP_FILTER, useClass: StageFailureFilter },
  ],
})
export class HttpModule {}
