import { Injectable } from '@nestjs/common';
import { Handover } from '../../common/index.js';
import type { Seed } from '../domain/seed.js';
import { factsPass } from './build-report.js';
import type { ReportRow } from './row-fields.js';
import { GATE_ROW_TYPES, RunFacts } from './run-facts.js';

const GATE_ROWS: ReadonlySet<string> = new Set(GATE_ROW_TYPES);

/** What the gate of a run's report will say, from the rows of its thread as they are written. */
export class ReportOutlook {
  private readonly facts = new RunFacts('whole');

  constructor(seed: Seed) {
    this.facts.add({ type: 'context', seed });
  }

  /** Takes in a row that is being written, and the `seq` that it will have. */
  readonly take = (row: ReportRow, seq: number): void => {
    if (GATE_ROWS.has(row.type)) this.facts.add({ seq, ...row });
  };

  /** Whether the report passes, if no further round is played. */
  get passes(): boolean {
    return factsPass(this.facts);
  }
}

/**
 * Whether reports will pass, from the stage that has written a thread to the one that says so: it saves reading the rows
 * again. What another process, or an attempt that went on from a checkpoint, has written is not here.
 */
@Injectable()
export class ReportOutlooks extends Handover<boolean> {}
