/** The exit statuses of the command line; scripts depend on these. */
export const EXIT = {
  succeeded: 0,
  /** The command failed. */
  failed: 1,
  /** Unknown command or invalid arguments. */
  usage: 2,
  /** The service that the command addresses does not respond. */
  unreachable: 3,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
