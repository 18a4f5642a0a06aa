import type { CorruptRunlogError } from '../../run.errors.js';
import type { LeasedRun, RunLease } from '../run-lease.js';
import type { RunFile, RunFolder } from './run-folder.js';

/** A run that the repository knows; `damage` says why it cannot be read. */
export interface KnownRun {
  readonly folder: RunFolder;
  readonly lease: RunLease;
  file?: RunFile;
  damage?: CorruptRunlogError;
}

/** A run that is not damaged. */
export type ReadableRun = KnownRun & { file: RunFile };

export function isReadable(known: KnownRun): known is ReadableRun {
  return known.file !== undefined;
}

export function leased({ file, lease }: ReadableRun): LeasedRun {
  return { run: file.run, lease, cancelRequested: file.cancel_requested === true };
}
