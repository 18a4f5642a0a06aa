import type { EmittedRow } from '../../orchestrator/index.js';
import type { LoopState } from '../domain/thread-state.js';
import { countCall, type CountedCall } from '../domain/token-count.js';
import type { ModelCall } from '../generation/text-generator.js';

/** The comment that a call was made for. */
export interface CallOrigin {
  readonly round: number;
  readonly persona_id: string;
  readonly generation_attempt: number;
}

/** A `model_call` row. */
type CallRow = EmittedRow & CallOrigin & ModelCall;

/** The model's calls of an attempt: each has its row, and counts. */
export class CallNotes {
  private rows: EmittedRow[] = [];
  /** Calls of earlier attempts that this one has written. */
  private readonly repeated = new Set<unknown>();

  constructor(
    private readonly loop: LoopState,
    private readonly attempt: number,
  ) {}

  /** The calls that were made since the last checkpoint. */
  get unsaved(): readonly EmittedRow[] {
    return this.rows;
  }

  /** The row of a call. */
  rowOf(origin: CallOrigin, { recovered = false, ...call }: ModelCall): CallRow {
    const isLost = recovered && !this.repeated.has(call.request_hash);
    const row = { type: 'model_call', ...origin, ...call, ...(isLost && { recovered: true }) };
    this.loop.tokens = countCall(this.loop.tokens, row);
    if (!row.replayed) this.rows.push({ ...row, attempt: this.attempt });
    return row;
  }

  /** The rows of calls that earlier attempts have made, to be written now. */
  repeat(rows: readonly EmittedRow[]): readonly EmittedRow[] {
    for (const row of rows) {
      this.repeated.add(row['request_hash']);
      this.loop.tokens = countCall(this.loop.tokens, row as EmittedRow & CountedCall);
    }
    this.rows.push(...rows);
    return rows;
  }

  /** All rows so far are durable, or about to be. */
  save(): void {
    this.rows = [];
  }
}
