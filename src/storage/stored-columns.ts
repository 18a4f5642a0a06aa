import { describeError } from '../common/index.js';
import {
  damagedRun,
  type RunAttributes,
  type RunRecord,
  type RunRequest,
  type RunStatus,
  CorruptRunlogError,
  type HeldRun,
  type LeaseTerms,
} from '../runs/index.js';
import { completeRecord } from './stored-record.js';

/** What is read of a stored run. */
export interface StoredColumns {
  readonly run_id: string;
  /** The {@link RunRecord} as JSON text. */
  readonly record: string;
  /** Its attributes as JSON text; part of the record when they are left out, or when this has its own. */
  readonly attributes?: string;
  /** Its status; part of the record when it is left out. */
  readonly status?: RunStatus;
}

/** What is read of a run whose lease somebody has. */
export interface LeaseColumns {
  readonly run_id: string;
  readonly created_at: string;
  readonly fencing_token: number;
  /** SQLite has no booleans: 0 or 1. */
  readonly cancel_requested: number | boolean;
}

/** The values of a lease: owner, until and since; null where there is none. */
export function leaseColumns(terms: LeaseTerms | undefined): [string | null, string | null, string | null] {
  return [terms?.owner ?? null, terms?.until ?? null, terms?.since ?? null];
}

/** @throws CorruptRunlogError when the text is no JSON, or another run's */
export function parseRecord({ run_id, record, attributes, status }: StoredColumns): RunRecord {
  let parsed: RunRecord;
  try {
    const own = JSON.parse(record) as { -readonly [Member in keyof RunRecord]: RunRecord[Member] };
    if (status) own.status = status;
    if (attributes !== undefined && own.attributes === undefined)
      own.attributes = JSON.parse(attributes) as RunAttributes;
    parsed = completeRecord(own);
  } catch (error) {
    throw new CorruptRunlogError(run_id, null, error);
  }
  if (parsed.run_id !== run_id || !parsed.summary) throw new CorruptRunlogError(run_id, null);
  return parsed;
}

/** @throws CorruptRunlogError when the text is no JSON */
export function parseRequest(runId: string, request: string): RunRequest {
  try {
    return JSON.parse(request) as RunRequest;
  } catch (error) {
    throw new CorruptRunlogError(runId, null, error);
  }
}

/** Whether a record cannot be read. */
export function isDamaged(stored: StoredColumns): boolean {
  try {
    parseRecord(stored);
    return false;
  } catch {
    return true; // reading the run gives the reason
  }
}

/** A run as lists show it: also one that is damaged, at its position in the list. */
export function listedRun(stored: StoredColumns & { readonly created_at: string }): RunRecord {
  try {
    return parseRecord(stored);
  } catch (error) {
    return { ...damagedRun(stored.run_id, describeError(error)), created_at: stored.created_at };
  }
}

export function heldRun({ run_id, fencing_token, cancel_requested }: LeaseColumns): HeldRun {
  return { runId: run_id, token: fencing_token, cancelRequested: Boolean(cancel_requested) };
}
