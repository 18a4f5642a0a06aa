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

  /** The JSON text of the whole log, `{run_id, rows, summary}`, piece by piece; the first comes with the first row. */
  async *document(run: RunRecord): AsyncIterable<string> {
    let opening = `{"run_id":${JSON.stringify(run.run_id)},"rows":[`;
    for await (const json of this.rows(run)) {
      yield opening + json;
      opening = ',';
    }
    yield `${opening === ',' ? '' : opening}],"summary":${JSON.stringify(run.summary)}}`;
  }
}
