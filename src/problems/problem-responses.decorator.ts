import { UseFilters, UsePipes, applyDecorators } from '@nestjs/common';
import { ProblemFilter } from './problem.filter.js';
import { RequestValidationPipe } from './validation.pipe.js';

const PIPE = new RequestValidationPipe();

/**
 * Lets a controller check its requests, and respond to errors with problem details, in every application: whatever
 * global pipes and filters that has.
 */
export function ProblemResponses(): ClassDecorator {
  return applyDecorators(UsePipes(PIPE), UseFilters(ProblemFilter));
}
