/** The output of a command: `out` for results, `err` for errors. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** Whether somebody watches `err`, so that progress is shown there. */
  readonly isWatched: boolean;
}

/** The stdout and stderr of the process. */
export const PROCESS_TERMINAL: Terminal = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  isWatched: process.stderr.isTTY && process.stderr.columns > 0, // some pseudo terminals have no width
};
