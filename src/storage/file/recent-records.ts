import type { RunRecord } from '../../runs/index.js';

/** Ten of the longest pages; about 3 kB a record. */
const MOST = 2_000;

/** Records of ended runs that lists have shown lately, so that a page that is asked for again is not read again. */
export class RecentRecords {
  /** The one that was not used for the longest time is the first. */
  private readonly records = new Map<string, RunRecord>();

  get(runId: string): RunRecord | undefined {
    const record = this.records.get(runId);
    if (record) this.put(record);
    return record;
  }

  put(record: RunRecord): void {
    this.records.delete(record.run_id);
    this.records.set(record.run_id, record);
    const [oldest = ''] = this.records.keys();
    if (this.records.size > MOST) this.records.delete(oldest);
  }

  remove(runId: string): void {
    this.records.delete(runId);
  }
}
