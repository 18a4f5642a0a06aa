import { Inject, Injectable } from '@nestjs/common';
import type { RunRecord } from './domain/run.js';
import { readAllRows } from './row-reader.js';
import { RUN_REPOSITORY, type RunRepository } from './run.repository.js';

/** Reads run logs. */
@Injectable()
export class RunlogService {
  constructor(@Inject(RUN_REPOSITORY) private readonly repository: RunRepository) {}

  /** The rows that a run had when `run` was read, as stored JSON texts, in order; a page in memory at a time. */
  async *rows(run: RunRecord): AsyncIterable<string> {
    for await (const { json } of readAllRows(this.repository, run)) yield json;
  }

  /** The JSON text of the whole log, `{run_id, rows, summary}`, piece by piece. */
  async *document(run: RunRecord): AsyncIterable<string> {
    yield `{"run_id":${JSON.stringify(run.run_id)},"rows":[`;
    let separator = '';
    for await (const json of this.rows(run)) {
      yield separator + json;
      separator = ',';
    }
    yield `],"summary":${JSON.stringify(run.summary)}}`;
  }
}
