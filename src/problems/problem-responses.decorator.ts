import { UseFilters, UsePipes, applyDecorators } from '@nestjs/common';
import { ProblemFilter } from './problem.filter.js';
import { RequestValidationPipe } from './validation.pipe.js';

const PIPE = new RequestValidationPipe();

/**
 * Makes a controller validate its requests and respond to errors with problem details in every application, whatever its
 * global pipes and filters.
 */
export function ProblemResponses(): ClassDecorator {
  return applyDecorators(UsePipes(PIPE), UseFilters(ProblemFilter));
}
