import { describe, expect, it } from '@jest/globals';
import { MemoryRunRepository } from '../../storage/index.js';
import { newRun, sampleRow, sampleRun, withRows } from '../../testing/index.js';
import type { RowSelection } from '../ports/run-log-store.js';
import { RunlogService } from './runlog.service.js';

/** Counts the rows that are read of it. */
class CountingRepository extends MemoryRunRepository {
  read = 0;

  override async readRows(runId: string, selection: RowSelection) {
    const rows = await super.readRows(runId, selection);
    this.read += rows.length;
    return rows;
  }
}

async function logOf(rows: number, text = '') {
  const repository = new CountingRepository();
  const made = Array.from({ length: rows }, (_, index) =>
    sampleRow(index + 1, index % 2 === 0 ? 'even' : 'odd', { text }),
  );
  const run = withRows(sampleRun('1'), made);
  await repository.create(newRun(run, made));
  return { repository, run, service: new RunlogService(repository) };
}

async function textOf(pieces: AsyncIterable<Buffer>): Promise<string> {
  const all: Buffer[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all).toString();
}

const SEQ = /"seq":(\d+)/g;
const seqsOf = (text: string) => [...text.matchAll(SEQ)].map(([, seq]) => Number(seq));

describe('a filtered page of a log', () => {
  it('reads each row once, and gives the chosen ones with where the next page begins', async () => {
    const { repository, run, service } = await logOf(20);
    const extract = await service.page(run, { types: ['odd'] }, 0, 4);
    expect(extract.page).toEqual({ after_seq: 0, limit: 4, next_after_seq: 8 });
    const read = repository.read;
    expect(seqsOf(await textOf(service.lines(run, extract)))).toEqual([2, 4, 6, 8]);
    expect(repository.read).toBe(read);
  });

  it('is the same as JSON', async () => {
    const { run, service } = await logOf(20);
    const extract = await service.page(run, { types: ['odd'] }, 8, 100);
    const document = JSON.parse(await textOf(service.document(run, extract))) as { rows: { seq: number }[] };
    expect(document.rows.map(({ seq }) => seq)).toEqual([10, 12, 14, 16, 18, 20]);
    expect(document).toMatchObject({ page: { after_seq: 8, limit: 100, next_after_seq: null } });
  });

  it('may be empty', async () => {
    const { run, service } = await logOf(3);
    const extract = await service.page(run, { types: ['none'] }, 0, 5);
    expect(await textOf(service.lines(run, extract))).toBe('');
    expect(JSON.parse(await textOf(service.document(run, extract)))).toMatchObject({ rows: [] });
  });

  it('that is longer than what is kept in memory is read again when it is sent', async () => {
    const { repository, run, service } = await logOf(10, 'x'.repeat(1_100_000));
    const extract = await service.page(run, { types: ['even'] }, 0, 10);
    expect(extract.text).toBeUndefined();
    const read = repository.read;
    expect(seqsOf(await textOf(service.lines(run, extract)))).toEqual([1, 3, 5, 7, 9]);
    expect(repository.read).toBeGreaterThan(read);
  });
});
