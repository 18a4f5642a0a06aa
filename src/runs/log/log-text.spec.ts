import { beforeEach, describe, expect, it } from '@jest/globals';
import { sampleRow, sampleRun, withRows } from '../../testing/index.js';
import type { RunRecord } from '../domain/run.js';
import { readLogText, withCommas } from './log-text.js';
import { MemoryRunRepository } from '../../storage/index.js';
import { CorruptRunlogError } from '../run.errors.js';
import type { RowSelection, RowText, RowTextSelection, RunlogRow } from '../ports/run-log-store.js';

/** A repository that gives text, of rows that a hand may have changed. */
class TextRepository extends MemoryRunRepository {
  constructor(readonly rows: RunlogRow[]) {
    super();
  }

  /** What was read: from which row on, and how many. */
  readonly reads: (readonly [number, number])[] = [];

  override async readRows(_runId: string, { afterSeq, limit }: RowSelection) {
    return this.rows.filter(({ seq }) => seq > afterSeq).slice(0, limit);
  }

  async readRowText(
    _runId: string,
    { afterSeq, throughSeq, limit }: RowTextSelection,
  ): Promise<RowText | null> {
    const rows = this.rows.filter(
      ({ seq }) => seq > afterSeq && seq <= Math.min(throughSeq, afterSeq + limit),
    );
    this.reads.push([afterSeq, rows.length]);
    if (rows.length === 0) return null;
    return { rows: rows.length, bytes: Buffer.from(rows.map(({ json }) => `${json}\n`).join('')) };
  }
}

const COUNT = 1_000;

describe('the text of a whole log', () => {
  let repository: TextRepository;
  let run: RunRecord;

  beforeEach(() => {
    const rows = Array.from({ length: COUNT }, (_, index) =>
      sampleRow(index + 1, 'round', { text: '한\u2028' }),
    );
    repository = new TextRepository([...rows]);
    run = withRows(sampleRun('1'), rows);
  });

  const read = async (): Promise<string> => {
    const pieces: Buffer[] = [];
    for await (const piece of readLogText(repository, run)) pieces.push(piece);
    return Buffer.concat(pieces).toString();
  };
  const expected = () => repository.rows.map(({ json }) => `${json}\n`).join('');

  /** Changes what is stored of a row. */
  const change = (seq: number, json: (before: string) => string) => {
    const row = repository.rows[seq - 1];
    if (row) repository.rows[seq - 1] = { ...row, json: json(row.json) };
  };

  it('is every row as it is stored, a line feed after each', async () => {
    expect(await read()).toBe(expected());
    expect(repository.reads.length).toBeGreaterThan(1);
    expect(repository.reads.reduce((sum, [, rows]) => sum + rows, 0)).toBe(COUNT);
  });

  it('is empty for a run without rows', async () => {
    run = sampleRun('1');
    expect(await read()).toBe('');
    expect(repository.reads).toEqual([]);
  });

  it('ends with the last row that the run had when reading began', async () => {
    repository.rows.push(sampleRow(COUNT + 1, 'round'));
    expect(await read()).toBe(expected().split('\n').slice(0, COUNT).join('\n') + '\n');
  });

  it.each([
    ['its first brace is gone', (json: string) => `[${json.slice(1)}`],
    ['its last brace is gone', (json: string) => `${json.slice(0, -1)}]`],
    ['it was cut', (json: string) => json.slice(0, 20)],
    ['a bit of its structure was flipped', (json: string) => json.replace('"type"', '"type!')],
    ['it has another number', (json: string) => json.replace('"seq":', '"seq":1')],
  ])('names the row that is damaged: %s', async (_what, damage) => {
    change(700, damage);
    await expect(read()).rejects.toThrow(new CorruptRunlogError(run.run_id, 700));
  });

  it('says that a row is damaged of which nothing but the text was changed', async () => {
    change(700, (json) => json.replace('한', '글'));
    await expect(read()).rejects.toThrow(new CorruptRunlogError(run.run_id, null));
  });

  it('names the row that is missing', async () => {
    repository.rows.splice(699, 1);
    await expect(read()).rejects.toThrow(new CorruptRunlogError(run.run_id, 700));
  });

  it('is not held against a checksum that an older version did not keep', async () => {
    change(700, (json) => json.replace('한', '글'));
    const { checksum: _, ...summary } = run.summary;
    run = { ...run, summary };
    expect(await read()).toBe(expected());
  });

  it('has a comma after each row when it is part of a list', () => {
    expect(withCommas(Buffer.from('{"a":1}\n{"b":2}\n')).toString()).toBe('{"a":1},{"b":2},');
  });
});
