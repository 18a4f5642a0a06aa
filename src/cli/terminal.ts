/** The output of a command: `out` for results, `err` for errors. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
}

/** The stdout and stderr of the process. */
export const PROCESS_TERMINAL: Terminal = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
};
