/** Where a command writes to: `out` is for what it was asked for, `err` for what is wrong. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
}

/** The process's own. */
export const PROCESS_TERMINAL: Terminal = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
};
