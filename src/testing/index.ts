export { RUN_REPOSITORY_CONFORMANCE } from './run-repository.conformance.js';
export type { ConformanceCase } from './conformance-case.js';
export {
  SAMPLE_REQUEST,
  held,
  newRun,
  sampleKey,
  sampleLease,
  sampleRow,
  sampleRun,
  sampleTime,
  stored,
  withRows,
} from './samples.js';
