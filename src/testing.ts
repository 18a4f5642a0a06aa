// What tests of a team need. The subpath `project-dream/testing`.
export {
  RUN_REPOSITORY_CONFORMANCE,
  newRun,
  sampleRow,
  sampleRun,
  withRows,
  type ConformanceCase,
} from './testing/index.js';
