/** The status with which the command line ends; scripts depend on these. */
export const EXIT = {
  succeeded: 0,
  /** What was asked for could not be done. */
  failed: 1,
  /** There is no such command, or not with these arguments. */
  usage: 2,
  /** The service that a command is for does not answer. */
  unreachable: 3,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
