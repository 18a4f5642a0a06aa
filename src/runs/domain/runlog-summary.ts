import { crc32 } from 'node:zlib';
import { objectsOf, type RunAttributes } from './attributes.js';
import { textOf } from './row-text.js';

/** What is known of one stage node of a run. */
export interface NodeSummary {
  node_id: string;
  outcome: string;
  attempts: number;
  duration_ms: number;
}

/** Counters over a run's rows, kept with the run in the transaction that writes the rows. */
export interface RunlogSummary {
  row_counts: Record<string, number>;
  rows: number;
  /** UTF-8 bytes of the rows' JSON. */
  bytes: number;
  first_at: string | null;
  last_at: string | null;
  stage: {
    /** `stage_checkpoint` rows of outcome `retry`. */
    retry_count: number;
    /** `stage_checkpoint` rows of outcome `failed`. */
    failure_count: number;
    /** The largest attempt number seen; 1 if only `graph_node` rows exist, 0 if none. */
    max_attempts: number;
    nodes: NodeSummary[];
  };
}

/** Tells whether rows are what was written. */
export interface RowChecksum {
  /** How many it is of. A version without checksums may have added others since. */
  readonly rows: number;
  /** CRC-32 of the rows' JSON, a line feed after each. */
  readonly crc32: number;
}

/** The summary as it is kept with the run. */
export interface StoredSummary extends RunlogSummary {
  /** Absent when a version without checksums wrote one of the rows. */
  checksum?: RowChecksum;
}

/** A row as the summary counts it. */
export interface CountedRow {
  readonly type: string;
  readonly at: string;
  /** The whole row as it is stored. */
  readonly json: string;
}

/** The summary of a run without rows. */
export function emptySummary(): StoredSummary {
  return {
    row_counts: {},
    rows: 0,
    bytes: 0,
    first_at: null,
    last_at: null,
    stage: { retry_count: 0, failure_count: 0, max_attempts: 0, nodes: [] },
    checksum: { rows: 0, crc32: 0 },
  };
}

/** What callers are shown of a summary: also what their pipeline counts, the attributes that are objects. */
export function publicSummary(
  { checksum: _, ...shown }: StoredSummary,
  attributes: RunAttributes = {},
): RunlogSummary {
  return { ...shown, ...objectsOf(attributes) };
}

/**
 * The summary after further rows; the one given is left as it is.
 * @param text what {@link textOf} gives for the rows
 */
export function addRows(
  summary: StoredSummary,
  rows: readonly CountedRow[],
  text = textOf(rows),
): StoredSummary {
  if (rows.length === 0) return summary;
  const next = copyOf(summary);
  const { checksum } = summary;
  if (checksum?.rows === summary.rows)
    next.checksum = { rows: checksum.rows + rows.length, crc32: crc32(text, checksum.crc32) };
  else delete next.checksum;
  next.bytes += text.length - rows.length;
  for (const row of rows) addRow(next, row);
  return next;
}

/** A copy by hand: this runs at every checkpoint, and a structured clone costs ten times as much. */
function copyOf(summary: StoredSummary): StoredSummary {
  const nodes = summary.stage.nodes.map((node) => ({ ...node }));
  return { ...summary, row_counts: { ...summary.row_counts }, stage: { ...summary.stage, nodes } };
}

function addRow(summary: StoredSummary, row: CountedRow): void {
  const counted = Object.hasOwn(summary.row_counts, row.type) ? (summary.row_counts[row.type] ?? 0) : 0;
  summary.row_counts[row.type] = counted + 1;
  summary.rows += 1;
  summary.first_at ??= row.at;
  summary.last_at = row.at;
  const count = Object.hasOwn(STAGE_COUNTERS, row.type) ? STAGE_COUNTERS[row.type] : undefined;
  if (count) count(summary.stage, JSON.parse(row.json) as StageRow);
}

interface StageRow {
  readonly node_id: string;
  readonly outcome: string;
  readonly attempt: number;
  readonly attempts: number;
  readonly duration_ms: number;
}

type StageSummary = RunlogSummary['stage'];

const STAGE_COUNTERS: Readonly<Record<string, (stage: StageSummary, row: StageRow) => void>> = {
  stage_checkpoint: (stage, { outcome, attempt }) => {
    if (outcome === 'retry') stage.retry_count += 1;
    if (outcome === 'failed') stage.failure_count += 1;
    stage.max_attempts = Math.max(stage.max_attempts, attempt);
  },
  graph_node: (stage, { node_id, outcome, duration_ms }) => {
    stage.max_attempts = Math.max(stage.max_attempts, 1);
    const known = stage.nodes.find((node) => node.node_id === node_id);
    if (known) Object.assign(known, { outcome, duration_ms: known.duration_ms + duration_ms });
    else stage.nodes.push({ node_id, outcome, attempts: 1, duration_ms });
  },
  graph_node_attempt: (stage, { node_id, attempts }) => {
    stage.max_attempts = Math.max(stage.max_attempts, attempts);
    const node = stage.nodes.find((known) => known.node_id === node_id);
    if (node) node.attempts = attempts;
  },
};
