import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from './client.js';

/** How two runs differ. */
export const diffQuery = (left: string, right: string) =>
  queryOptions({
    queryKey: ['diff', left, right],
    queryFn: ({ signal }) =>
      bodyOf(
        api.GET('/runs/{run_id}/diff/{other_id}', {
          params: { path: { run_id: left, other_id: right } },
          signal,
        }),
      ),
  });
