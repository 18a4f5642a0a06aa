export { ExecutionModule } from './execution.module.js';
export { UnhandledErrors } from './unhandled-errors.js';
