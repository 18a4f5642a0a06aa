// What a bench has started or made, and has to take back: processes, temporary folders, connections.
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The temporary folders of benches begin with this. */
export const FOLDER_PREFIX = 'dream-bench-';

/** Takes back, in reverse order, all that was added; also after a failure. */
export class Resources {
  #undo = [];
  #closing;

  /**
   * Adds what takes something back; it is called once.
   * @throws Error when these resources are being closed: nothing new may be made then, and this is taken back at once
   */
  add(undo) {
    if (this.#closing) void undo();
    this.#expectOpen();
    this.#undo.push(undo);
  }

  /** @returns the path of a new, empty folder, which is removed in the end */
  async folder() {
    this.#expectOpen();
    const path = mkdtempSync(join(tmpdir(), FOLDER_PREFIX)); // at once: an interruption finds it in the list
    this.add(() => rm(path, { recursive: true, force: true, maxRetries: 5 }));
    return path;
  }

  /** @returns resources that can be closed before these, and are closed with these at the latest */
  inner() {
    const inner = new Resources();
    this.add(() => inner.close());
    return inner;
  }

  /** @throws AggregateError when something could not be taken back; the rest is, nevertheless */
  close() {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  #expectOpen() {
    if (this.#closing) throw new Error('The bench is being interrupted.');
  }

  async #close() {
    const errors = [];
    for (let undo = this.#undo.pop(); undo; undo = this.#undo.pop()) {
      try {
        await undo();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw new AggregateError(errors, 'The bench could not clean up.');
  }
}

/** Closes the resources when the process is asked to end, then ends it. */
export function closeOnSignals(resources) {
  for (const [signal, status] of Object.entries({ SIGINT: 130, SIGTERM: 143 }))
    process.once(signal, () => void closeAndExit(resources, status));
}

async function closeAndExit(resources, status) {
  try {
    await resources.close();
  } catch (error) {
    process.stderr.write(`${error.stack}\n`);
  }
  process.exit(status);
}
