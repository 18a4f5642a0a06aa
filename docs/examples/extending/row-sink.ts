import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunlogRow } from 'project-dream';

/** Where rows are shipped to. It knows itself how far it has got, so that nothing is left out when shipping fails. */
export interface RowSink {
  /** The last row that it has of a run; 0 when it has none. */
  lastSeq(runId: string): Promise<number>;
  append(runId: string, rows: readonly RunlogRow[]): Promise<void>;
}

/** A file a run, a row a line. A sketch: it counts its lines each time. */
export class FileRowSink implements RowSink {
  constructor(private readonly folder: string) {}

  async lastSeq(runId: string): Promise<number> {
    const text = await readFile(this.fileOf(runId), 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw error;
    });
    return text.split('\n').length - 1;
  }

  append(runId: string, rows: readonly RunlogRow[]): Promise<void> {
    return appendFile(this.fileOf(runId), rows.map(({ json }) => `${json}\n`).join(''));
  }

  private fileOf(runId: string): string {
    return join(this.folder, `${runId}.jsonl`);
  }
}
