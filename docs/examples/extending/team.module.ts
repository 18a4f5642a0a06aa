import { Module } from '@nestjs/common';
import {
  ATTEMPT_INTERCEPTOR,
  AppModule,
  RUN_REPOSITORY,
  Replacement,
  STORE_OPTIONS,
  TEXT_GENERATOR,
  openRunRepository,
  type StoreOptions,
} from 'project-dream';
import { AttemptTracing } from './attempt-tracing.js';
import { FactCheckStage } from './fact-check.stage.js';
import { FACT_CHECKER, HttpFactChecker } from './fact-checker.js';
import { MirroredRunRepository } from './mirrored-run.repository.js';
import { ModelGenerator } from './model-generator.js';
import { NoLinksGate } from './no-links.gate.js';
import { FileRowSink } from './row-sink.js';
import { ThreadDigestStage } from './thread-digest.stage.js';
import { CountStage, WordCountPipeline } from './word-count.pipeline.js';
import { WordCountsController } from './word-counts.controller.js';

/** The service with everything that the team adds to it. */
@Module({
  imports: [
    AppModule,
    Replacement.of(TEXT_GENERATOR, { useFactory: () => new ModelGenerator(required('MODEL_URL')) }),
    Replacement.of(ATTEMPT_INTERCEPTOR, { useClass: AttemptTracing }),
    Replacement.of(RUN_REPOSITORY, {
      inject: [STORE_OPTIONS],
      useFactory: async (options: StoreOptions) =>
        new MirroredRunRepository(await openRunRepository(options), new FileRowSink(required('MIRROR_DIR'))),
    }),
  ],
  controllers: [WordCountsController],
  providers: [
    ThreadDigestStage,
    FactCheckStage,
    NoLinksGate,
    WordCountPipeline,
    CountStage,
    { provide: FACT_CHECKER, useFactory: () => new HttpFactChecker(required('FACT_CHECKER_URL')) },
  ],
})
export class TeamModule {}

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set.`);
  return value;
}
