export { ExecutionModule } from './execution.module.js';
export { UnhandledErrors, type ErrorHost } from './unhandled-errors.js';
