import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { describeError } from '../../common/index.js';
import { damagedRun, hasEnded, CorruptRunlogError } from '../../runs/index.js';
import { RunLease } from '../run-lease.js';
import type { IndexEntry } from './index-lines.js';
import type { KnownRun } from './known-run.js';
import { repairLog } from './log-repair.js';
import { RunFolder, type RunFile } from './run-folder.js';
import { headOf, keyOf } from './run-head.js';
import { entryOf, type RunIndex } from './run-index.js';

const logger = new Logger('FileRunRepository');

/**
 * Finds the runs of a folder, repairs what can be repaired, and removes what a crash has left. A run that has ended and
 * whose files are those that the index knows is not read; of every other one `run.json` and one byte of the log are.
 */
export async function loadRuns(path: string, index: RunIndex): Promise<KnownRun[]> {
  const indexed = await index.open();
  const entries = await readdir(path, { withFileTypes: true });
  const runs = new Map<string, KnownRun>();
  for (const entry of entries) {
    if (!entry.isDirectory()) continue;
    const folder = new RunFolder(entry.name, join(path, entry.name));
    const run = knownFrom(folder, indexed.get(entry.name)) ?? (await readFolder(folder, index));
    if (run) runs.set(entry.name, run);
  }
  if ([...indexed.keys()].some((runId) => !runs.has(runId))) index.forget();
  await index.tidy(runs);
  return [...runs.values()].toSorted((a, b) => (a.folder.runId < b.folder.runId ? -1 : 1));
}

/** Null when the index does not know the run, or its files have changed since. */
function knownFrom(folder: RunFolder, entry: IndexEntry | undefined): KnownRun | null {
  if (!entry || entry.stamp !== folder.stamp()) return null;
  return { folder, lease: unheld(), head: entry.run, key: entry.key };
}

/** Null when the folder was not one of a run, and is gone. */
async function readFolder(folder: RunFolder, index: RunIndex): Promise<KnownRun | null> {
  const file = folder.readAtOnce();
  if (!file && !(await folder.isComplete())) {
    await folder.remove();
    return null;
  }
  return file ? knownBy(folder, file, index) : readOther(folder, index);
}

/** Whoever had a lease is dead: the folder is ours alone. */
const unheld = () => new RunLease(null);

/** Keeps in memory what is needed: of a run that has ended, that is its head. */
function knownBy(folder: RunFolder, file: RunFile, index: RunIndex): KnownRun {
  const known = { folder, lease: unheld(), head: headOf(file.run), key: keyOf(file) };
  if (!hasEnded(file.run.status)) return { ...known, file };
  index.note(entryOf(folder, file));
  return known;
}

async function readOther(folder: RunFolder, index: RunIndex): Promise<KnownRun> {
  try {
    const stored = await folder.read();
    const file = await repairLog(folder, stored);
    if (file !== stored)
      logger.warn({ msg: 'A stored run was cut off, and is mended', run_id: folder.runId });
    return knownBy(folder, file, index);
  } catch (error) {
    if (!(error instanceof CorruptRunlogError)) throw error;
    logger.error({ msg: 'A stored run is damaged', run_id: folder.runId, err: error.cause });
    const head = headOf(damagedRun(folder.runId, describeError(error)));
    return { folder, lease: unheld(), head, damage: error };
  }
}
