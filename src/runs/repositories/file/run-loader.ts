import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { CorruptRunlogError } from '../../run.errors.js';
import { RunLease } from '../run-lease.js';
import type { KnownRun } from './known-run.js';
import { mendLog } from './log-mender.js';
import { RunFolder } from './run-folder.js';

const logger = new Logger('FileRunRepository');

/**
 * Reads the runs of a folder, mends what can be mended, and takes away what a crash has left. Of each sound run,
 * `run.json` and one byte of the log are read: 100,000 runs take a few seconds.
 */
export async function loadRuns(path: string): Promise<KnownRun[]> {
  const entries = await readdir(path, { withFileTypes: true });
  const runs: KnownRun[] = [];
  for (const entry of entries) {
    if (!entry.isDirectory()) continue;
    const folder = new RunFolder(entry.name, join(path, entry.name));
    const file = folder.readAtOnce();
    const run = file ? { folder, lease: unheld(), file } : await loadOther(folder);
    if (run) runs.push(run);
  }
  return runs.toSorted((a, b) => (a.folder.runId < b.folder.runId ? -1 : 1));
}

/** Null when the folder was not one of a run, and is gone. */
async function loadOther(folder: RunFolder): Promise<KnownRun | null> {
  if (await folder.isComplete()) return loadRun(folder);
  await folder.remove();
  return null;
}

/** Whoever had a lease is dead: the folder is ours alone. */
const unheld = () => new RunLease(null);

async function loadRun(folder: RunFolder): Promise<KnownRun> {
  const lease = unheld();
  try {
    const stored = await folder.read();
    const file = await mendLog(folder, stored);
    if (file !== stored)
      logger.warn({ msg: 'A stored run was cut off, and is mended', run_id: folder.runId });
    return { folder, lease, file };
  } catch (error) {
    if (!(error instanceof CorruptRunlogError)) throw error;
    logger.error({ msg: 'A stored run is damaged', run_id: folder.runId, err: error.cause });
    return { folder, lease, damage: error };
  }
}
