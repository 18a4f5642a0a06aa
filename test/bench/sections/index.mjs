import { simulateSection } from './simulate.mjs';

/** What the bench measures, in the order of its output. */
export const SECTIONS = [simulateSection];
