/** What was found out about one part. */
export interface Finding {
  readonly part: string;
  /** `warning`: it works, and somebody should look at it. */
  readonly status: 'ok' | 'warning' | 'failed';
  /** A few words for people. */
  readonly text: string;
  /** What is to be said besides, a line each. */
  readonly details?: readonly string[];
}

/** Looks at a part; what it throws is a failure of that part. */
export async function found(part: string, look: () => Promise<Omit<Finding, 'part'>>): Promise<Finding> {
  try {
    return { part, ...(await look()) };
  } catch (error) {
    return { part, status: 'failed', text: error instanceof Error ? error.message : String(error) };
  }
}
