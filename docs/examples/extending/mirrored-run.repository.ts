import { Logger } from '@nestjs/common';
import { DelegatingRunRepository, type NewRun, type RunCommit, type RunRepository } from 'project-dream';
import type { RowSink } from './row-sink.js';

const PAGE_ROWS = 1_000;

/** Keeps runs in another repository, and ships their rows elsewhere once they are durable there. */
export class MirroredRunRepository extends DelegatingRunRepository {
  private readonly logger = new Logger(MirroredRunRepository.name);
  private readonly waiting = new Set<string>();
  private shipping: Promise<void> | null = null;

  constructor(
    inner: RunRepository,
    private readonly sink: RowSink,
  ) {
    super(inner);
  }

  override async create(run: NewRun): Promise<void> {
    await super.create(run);
    this.ship(run.run.run_id);
  }

  override async commit(commit: RunCommit): Promise<void> {
    await super.commit(commit);
    this.ship(commit.run.run_id);
  }

  override async close(): Promise<void> {
    await this.shipping;
    await super.close();
  }

  /** Does not make the run wait: by the time of a failure the commit is durable, and must not be reported as failed. */
  private ship(runId: string): void {
    this.waiting.add(runId);
    this.shipping ??= this.shipAll();
  }

  private async shipAll(): Promise<void> {
    for (const runId of this.waiting) {
      this.waiting.delete(runId); // a commit from now on puts it back, and the loop comes to it again
      await this.shipRows(runId).catch((error: unknown) => {
        this.logger.warn({ msg: 'Rows wait for the next commit of their run', run_id: runId, err: error });
      });
    }
    this.shipping = null;
  }

  private async shipRows(runId: string): Promise<void> {
    for (let full = true; full;) {
      const afterSeq = await this.sink.lastSeq(runId);
      const rows = await this.readRows(runId, { afterSeq, types: [], limit: PAGE_ROWS });
      await this.sink.append(runId, rows);
      full = rows.length === PAGE_ROWS;
    }
  }
}
