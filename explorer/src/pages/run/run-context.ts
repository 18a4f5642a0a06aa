import { createContext, useContext } from 'react';
import type { Run } from '../../api/types.js';

/** The run that a page is about. */
export const RunContext = createContext<Run | null>(null);

export function useRun(): Run {
  const run = useContext(RunContext);
  if (!run) throw new Error('This is part of the page of a run.');
  return run;
}
