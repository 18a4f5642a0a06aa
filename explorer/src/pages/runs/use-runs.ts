import {
  queryOptions,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
  type InfiniteData,
} from '@tanstack/react-query';
import { useMemo } from 'react';
import { api, bodyOf } from '../../api/client.js';
import { hasEnded } from '../../api/queries.js';
import type { RunListItem, Schemas } from '../../api/types.js';
import type { RunsSearch } from './runs-search.js';

const PAGE = 50;
const LIVE_MS = 2_000;
/** When nothing goes on, new runs are looked for less often. */
const QUIET_MS = 5_000;

type Page = Schemas['RunList'];

const listRuns = (search: RunsSearch, cursor: string | undefined, signal: AbortSignal): Promise<Page> =>
  bodyOf(
    api.GET('/runs', {
      params: { query: { ...(search as object), limit: PAGE, ...(cursor !== undefined && { cursor }) } },
      signal,
    }),
  );

/** The runs that fit the filters: the newest page is asked for again and again, older ones when they come into view. */
export function useRuns(search: RunsSearch) {
  const client = useQueryClient();
  const newest = queryOptions({
    queryKey: ['runs', 'head', search],
    queryFn: ({ signal }) => listRuns(search, undefined, signal),
  });
  const head = useQuery({
    ...newest,
    refetchInterval: ({ state }) =>
      state.data?.items.some((run) => !hasEnded(run)) === true ? LIVE_MS : QUIET_MS,
    placeholderData: (before) => before,
  });
  const older = useInfiniteQuery<Page, Error, InfiniteData<Page>, readonly unknown[], string | null>({
    queryKey: ['runs', 'pages', search],
    queryFn: ({ pageParam, signal }) =>
      pageParam === null
        ? client.fetchQuery({ ...newest, staleTime: LIVE_MS }) // the same request as the head's
        : listRuns(search, pageParam, signal),
    initialPageParam: null,
    getNextPageParam: (last) => last.next_cursor,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  });
  const runs = useMemo(() => merged(head.data, older.data?.pages ?? []), [head.data, older.data]);
  return { runs, total: head.data?.total ?? null, head, older };
}

/** The newest page as it is now, followed by what is older; a run that was there before and is no more on its page is gone. */
function merged(head: Page | undefined, pages: readonly Page[]): readonly RunListItem[] {
  const newest = head?.items ?? [];
  const last = newest.at(-1);
  const isOlder = ({ created_at, run_id }: RunListItem) =>
    last === undefined ||
    created_at < last.created_at ||
    (created_at === last.created_at && run_id < last.run_id);
  const rest = head && head.next_cursor === null ? [] : pages.flatMap(({ items }) => items).filter(isOlder);
  return [...newest, ...rest];
}
