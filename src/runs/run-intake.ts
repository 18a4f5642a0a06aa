import { Inject, Injectable } from '@nestjs/common';
import { FieldsInvalidError, moreThan, type FieldError } from '../common/index.js';
import type { StartRunDto } from './dto/start-run.dto.js';
import { PipelineRegistry } from './pipeline.registry.js';
import type { RunPipeline } from './run-pipeline.js';
import { UnknownPipelineError } from './run.errors.js';
import type { StartRun } from './runs.service.js';
import { RUNS_OPTIONS, type RunsOptions } from './runs.options.js';

/** Checks what the schema of POST /runs leaves open: the pipeline's input, and what the configuration bounds. */
@Injectable()
export class RunIntake {
  constructor(
    private readonly pipelines: PipelineRegistry,
    @Inject(RUNS_OPTIONS) private readonly options: RunsOptions,
  ) {}

  /**
   * The run that a body asks for, the pipeline's defaults filled in.
   * @throws UnknownPipelineError
   * @throws FieldsInvalidError naming every field that is wrong
   */
  accept({ pipeline: id, input, max_stage_retries, faults }: StartRunDto): StartRun {
    const pipeline = this.pipelines.find(id);
    if (!pipeline) throw new UnknownPipelineError(id, this.pipelines.ids());
    const errors = moreThan(this.options.maxStageRetries, 'max_stage_retries', max_stage_retries);
    const checkedInput = checkInput(pipeline, input, errors);
    if (errors.length > 0) throw new FieldsInvalidError(errors);
    return {
      pipeline: id,
      input: checkedInput,
      ...(max_stage_retries !== undefined && { maxStageRetries: max_stage_retries }),
      ...(faults && { faults }),
    };
  }
}

/** The input with its defaults; what is wrong with it is added to `errors`. */
function checkInput(pipeline: RunPipeline, input: unknown, errors: FieldError[]): unknown {
  try {
    return pipeline.check ? pipeline.check(input) : input;
  } catch (error) {
    if (!(error instanceof FieldsInvalidError)) throw error;
    errors.push(...error.under('/input').errors);
    return undefined;
  }
}
