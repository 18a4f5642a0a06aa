import type { RunRecord } from '../domain/run.js';
import type { RunPage } from '../ports/run-store.js';
import type { ListRunsQueryDto } from './list-runs.query.dto.js';
import { encodeCursor } from './run-cursor.js';
import { RunListItemDto } from './run.dto.js';

/** A page of runs, newest first. */
export class RunListDto {
  /** Runs on this page. */
  count: number;
  /** Runs that fit the filters; null with a cursor. */
  total: number | null;
  /** Runs on a page at most. */
  limit: number;
  /** Runs that were passed over. */
  offset: number;
  /** The `cursor` of the next page; null when this is the last one. */
  next_cursor: string | null;
  /** Newest first. */
  items: RunListItemDto[];

  /**
   * @param page the response to the query's own `page()`
   * @param show shows one run
   */
  static of(query: ListRunsQueryDto, page: RunPage, show: (run: RunRecord) => RunListItemDto): RunListDto {
    return listOf(query, page, show);
  }
}

/**
 * A page of a list.
 * @param page has one run more than the limit when there is a next page
 * @param show shows one run
 */
export function listOf<Item>(
  { limit, offset = 0 }: Pick<ListRunsQueryDto, 'limit' | 'offset'>,
  { items: found, total }: RunPage,
  show: (run: RunRecord) => Item,
): Omit<RunListDto, 'items'> & { items: Item[] } {
  const items = found.slice(0, limit);
  const last = found.length > limit ? items.at(-1) : undefined;
  return {
    count: items.length,
    total,
    limit,
    offset,
    next_cursor: last ? encodeCursor(last) : null,
    items: items.map(show),
  };
}
