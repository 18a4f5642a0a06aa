import { Catch, Injectable } from '@nestjs/common';
import { StageNodeExecutionError } from '../../orchestrator/index.js';
import { ProblemFilter } from '../../problems/index.js';
import { RunFailedError } from '../run-failure.js';

/** Responds to a stage that ran out of attempts; its attempts are in the log already, with their causes. */
@Catch(StageNodeExecutionError, RunFailedError)
@Injectable()
export class StageFailureFilter extends ProblemFilter {
  protected override log(): void {}
}
