import { healthSection } from './health.mjs';
import { listsSection } from './lists.mjs';
import { memorySection } from './memory.mjs';
import { observedSection } from './observed.mjs';
import { postgresSection } from './postgres.mjs';
import { queueSection } from './queue.mjs';
import { roundsSection } from './rounds.mjs';
import { runSection } from './run.mjs';
import { runlogSection } from './runlog.mjs';
import { runtimeSection } from './runtime.mjs';
import { simulateSection } from './simulate.mjs';
import { startSection } from './start.mjs';

/** What the bench measures, in the order of its output. */
export const SECTIONS = [
  simulateSection,
  runSection,
  runlogSection,
  listsSection,
  runtimeSection,
  postgresSection,
  queueSection,
  roundsSection,
  healthSection,
  startSection,
  observedSection,
  memorySection,
];
