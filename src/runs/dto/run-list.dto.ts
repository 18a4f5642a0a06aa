import type { RunPage } from '../run.repository.js';
import type { ListRunsQueryDto } from './list-runs.query.dto.js';
import { RunListItemDto } from './run.dto.js';

/** A page of runs, newest first. */
export class RunListDto {
  /** Runs on this page. */
  count: number;
  /** Runs that fit the filters. */
  total: number;
  limit: number;
  offset: number;
  items: RunListItemDto[];

  static of({ limit, offset }: ListRunsQueryDto, { items, total }: RunPage): RunListDto {
    return { count: items.length, total, limit, offset, items: items.map((run) => RunListItemDto.of(run)) };
  }
}
