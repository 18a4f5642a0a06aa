import { open, stat } from 'node:fs/promises';
import { SystemClock } from '../../common/index.js';
import { runStateRow } from '../../orchestrator/index.js';
import {
  isLive,
  type RunRecord,
  addRows,
  emptySummary,
  type CountedRow,
  type RunlogSummary,
  NO_STAGE,
  numberRows,
  CorruptRunlogError,
} from '../../runs/index.js';
import { isMissing, replaceFile, writeAt } from './durable-files.js';
import { readLines } from './log-lines.js';
import { parseRow } from './row-log.js';
import type { RunFile, RunFolder } from './run-folder.js';

const NOTHING = Buffer.alloc(0);

/** What is whole of a log whose end was cut off. */
interface SoundPart {
  readonly bytes: number;
  readonly summary: RunlogSummary;
  /** What follows without the end of its line. */
  readonly rest: Buffer;
}

/**
 * Mends a run whose log is cut off: its file is shorter than what was committed, or the last line has no end. Rows
 * that are whole stay; a `run_state` row says that it was repaired. A crash meanwhile does no harm.
 * @returns the run as it is then: the one given when its log is not cut off
 * @throws CorruptRunlogError when a row before the cut is damaged, or no row is left; nothing is changed then
 */
export async function repairLog(folder: RunFolder, file: RunFile): Promise<RunFile> {
  if (file.is_being_mended) return reportRepair(folder, file);
  if (file.log_bytes === 0 || (await hasEnd(folder, file.log_bytes))) return file;
  const sound = await readSound(folder, file.log_bytes);
  if (sound.bytes === file.log_bytes) return file;
  if (sound.rest.length > 0) await replaceFile(`${folder.log.path}.cut-${sound.bytes}`, sound.rest); // for people
  return reportRepair(folder, await folder.replace(file, soundFile(file, sound)));
}

/** Whether the committed part of a log is there, up to the end of its last line. */
async function hasEnd(folder: RunFolder, bytes: number): Promise<boolean> {
  try {
    const file = await open(folder.log.path);
    try {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(1), 0, 1, bytes - 1);
      return bytesRead === 1 && buffer.toString() === '\n';
    } finally {
      await file.close();
    }
  } catch (error) {
    throw isMissing(error) ? new CorruptRunlogError(folder.runId, 1, error) : error;
  }
}

/**
 * Reads the rows before the cut. A last row that lacks nothing but its line feed gets it back.
 * @throws CorruptRunlogError when one is damaged, or there is none
 */
async function readSound({ runId, log }: RunFolder, committed: number): Promise<SoundPart> {
  const { size } = await stat(log.path);
  const end = Math.min(size, committed);
  let sound: SoundPart = { bytes: 0, summary: emptySummary(), rest: NOTHING };
  for await (const lines of readLines(log.path, 0, end)) sound = addLines(runId, sound, lines, end);
  const next = sound.summary.rows + 1;
  if (size > committed) throw new CorruptRunlogError(runId, next);
  const last = wholeRow(runId, sound.rest, next);
  if (last && size < committed) {
    await writeAt(log.path, size, '\n');
    return { bytes: size + 1, summary: addRows(sound.summary, [last]), rest: NOTHING };
  }
  if (sound.summary.rows === 0) throw new CorruptRunlogError(runId, 1);
  return sound;
}

/** @throws CorruptRunlogError at a line that has its end, and is not the row of its place */
function addLines(runId: string, before: SoundPart, lines: readonly Buffer[], end: number): SoundPart {
  let [bytes, rest] = [before.bytes, before.rest];
  const rows: CountedRow[] = [];
  for (const line of lines) {
    if (bytes + line.length + 1 > end) rest = line;
    else rows.push(countedRow(runId, line, before.summary.rows + rows.length + 1));
    bytes += rest === line ? 0 : line.length + 1;
  }
  return { bytes, summary: addRows(before.summary, rows), rest };
}

function wholeRow(runId: string, line: Buffer, seq: number): CountedRow | null {
  try {
    return countedRow(runId, line, seq);
  } catch {
    return null;
  }
}

/** @throws CorruptRunlogError when the line is not the row of this `seq` */
function countedRow(runId: string, line: Buffer, seq: number): CountedRow {
  const json = line.toString();
  const { type, at } = parseRow(runId, json, seq);
  return { type, at, json };
}

/**
 * What `run.json` says of the rows that are left. A checkpoint is kept with the state that it has: the run goes on
 * from there, and does nothing twice; the rows that led to it are lost.
 */
function soundFile({ run, spans, checkpoints }: RunFile, { bytes, summary }: SoundPart): Partial<RunFile> {
  const { rows } = summary;
  return {
    run: { ...run, summary },
    log_bytes: bytes,
    spans: spans.filter(({ from_seq }) => from_seq <= rows),
    checkpoints: checkpoints.map((checkpoint) => ({ ...checkpoint, seq: Math.min(checkpoint.seq, rows) })),
    is_being_mended: true,
  };
}

/** Adds the row that says that the run was repaired. A run that was going on is interrupted. */
function reportRepair(folder: RunFolder, file: RunFile): Promise<RunFile> {
  const { run } = file;
  const status = isLive(run.status) ? 'interrupted' : run.status;
  const row = runStateRow(new SystemClock().now(), { from: run.status, to: status, reason: 'mended' });
  const rows = numberRows([row], run.summary, NO_STAGE);
  const mended: RunRecord = { ...run, status, summary: addRows(run.summary, rows) };
  const cancelRequested = file.cancel_requested === true;
  return folder.commit(file, { run: mended, rows, checkpoints: [], cancelRequested });
}
