import { isLive, type CorruptRunlogError } from '../../runs/index.js';
import type { LeaseState, RunLease } from '../run-lease.js';
import type { RunFile, RunFolder } from './run-folder.js';
import type { RunHead, RunKey } from './run-head.js';

/** A run that the repository knows. */
export interface KnownRun {
  readonly folder: RunFolder;
  readonly lease: RunLease;
  head: RunHead;
  /** The key that made it. */
  readonly key?: RunKey;
  /** What its `run.json` holds, while it has not ended; that of a run that has is read when it is needed. */
  file?: RunFile;
  /** Why it cannot be read, if that was found when the store was opened. */
  readonly damage?: CorruptRunlogError;
}

/** A run with what its `run.json` holds. */
export interface ReadRun {
  readonly folder: RunFolder;
  readonly lease: RunLease;
  file: RunFile;
}

/** @throws CorruptRunlogError when the run is damaged */
export async function readRun({ folder, lease, file, damage }: KnownRun): Promise<ReadRun> {
  if (damage) throw damage;
  return { folder, lease, file: file ?? (await folder.read()) };
}

export function leased({ file, lease }: ReadRun): LeaseState {
  return { run: file.run, lease, cancelRequested: file.cancel_requested === true };
}

/** @returns false when the run has no status that can be cancelled */
export async function markCancelled(known: ReadRun): Promise<boolean> {
  if (!isLive(known.file.run.status)) return false;
  known.file = await known.folder.replace(known.file, { cancel_requested: true });
  return true;
}
