import { keepPreviousData, useInfiniteQuery, useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { request } from '../../../api/client.js';
import type { Row } from '../../../api/types.js';
import type { LogSearch } from '../run-search.js';

/** Rows of a request; pages that are out of view are forgotten after a while. */
const PAGE = 200;
const FORGOTTEN_MS = 30_000;

interface LogPage {
  readonly rows: readonly Row[];
  readonly page: { readonly next_after_seq: number | null };
}

async function readPage(runId: string, query: URLSearchParams, signal: AbortSignal): Promise<LogPage> {
  const response = await request(`/runs/${encodeURIComponent(runId)}/runlog?${query}`, { signal });
  return (await response.json()) as LogPage;
}

/** The rows of a log in view, by their place; undefined where they are not there yet. */
interface LogRows {
  readonly count: number;
  readonly rowAt: (index: number) => Row | undefined;
  readonly error: unknown;
  readonly retry: () => void;
  readonly isReading: boolean;
}

/**
 * The whole log: any page of it is read when it comes into view.
 * @param total how many rows there are
 * @param range the first and the last row in view, from 0
 */
export function useWholeLog(
  runId: string,
  total: number,
  range: readonly [number, number],
  isOn: boolean,
): LogRows {
  const first = Math.floor(range[0] / PAGE);
  const last = Math.floor(Math.min(range[1], Math.max(0, total - 1)) / PAGE);
  const pages =
    isOn && total > 0 ? Array.from({ length: last - first + 1 }, (_, index) => first + index) : [];
  const results = useQueries({
    queries: pages.map((page) => ({
      queryKey: ['log', runId, page, Math.min(PAGE, total - page * PAGE)],
      queryFn: ({ signal }: { signal: AbortSignal }) => {
        const query = new URLSearchParams({ after_seq: String(page * PAGE), limit: String(PAGE) });
        return readPage(runId, query, signal);
      },
      staleTime: Infinity,
      gcTime: FORGOTTEN_MS,
      placeholderData: keepPreviousData,
    })),
  });
  const failed = results.find(({ error }) => error);
  return {
    count: total,
    rowAt: (index) => {
      const page = results[Math.floor(index / PAGE) - first]?.data;
      const row = page?.rows[index % PAGE];
      return row?.seq === index + 1 ? row : undefined;
    },
    error: failed?.error ?? null,
    retry: () => void failed?.refetch(),
    isReading: results.some(({ isFetching }) => isFetching),
  };
}

/** The rows that fit filters: page after page, as they come into view. */
export function useFilteredLog(
  runId: string,
  search: LogSearch,
  total: number,
  range: readonly [number, number],
): LogRows {
  const { type, stage, attempt, text } = search;
  const isOn = isFiltered(search);
  const found = useInfiniteQuery({
    queryKey: ['log', runId, 'filtered', { type, stage, attempt, text }, total],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ after_seq: String(pageParam), limit: String(PAGE) });
      if (type !== undefined) query.set('type', type);
      if (stage !== undefined) query.set('stage_node', stage);
      if (attempt !== undefined) query.set('attempt', String(attempt));
      if (text !== undefined) query.set('text', text);
      return readPage(runId, query, signal);
    },
    initialPageParam: 0,
    getNextPageParam: ({ page }) => page.next_after_seq,
    enabled: isOn,
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });
  const rows = useMemo(() => found.data?.pages.flatMap((page) => page.rows) ?? [], [found.data]);
  if (isOn && range[1] >= rows.length - PAGE / 2 && found.hasNextPage && !found.isFetching) {
    void Promise.resolve().then(() => found.fetchNextPage());
  }
  return {
    count: rows.length,
    rowAt: (index) => rows[index],
    error: found.error,
    retry: () => void found.refetch(),
    isReading: found.isFetching,
  };
}

export const isFiltered = ({ type, stage, attempt, text }: LogSearch): boolean =>
  type !== undefined || stage !== undefined || attempt !== undefined || text !== undefined;

/** One row, whatever is in view. */
export function useRow(runId: string, seq: number | undefined) {
  return useQuery({
    queryKey: ['log', runId, 'row', seq],
    queryFn: async ({ signal }) => {
      const query = new URLSearchParams({ after_seq: String((seq ?? 1) - 1), limit: '1' });
      const { rows } = await readPage(runId, query, signal);
      return rows[0] ?? null;
    },
    enabled: seq !== undefined,
    staleTime: Infinity,
  });
}
