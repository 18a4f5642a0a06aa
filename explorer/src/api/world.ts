import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from './client.js';

/** Worlds change when their operator has them read again. */
const STALE_MS = 60_000;

const queryOf = (packs: string | undefined) => ({ query: packs === undefined ? {} : { packs } });

/** A world in brief; the service's own unless packs are named. */
export const worldQuery = (packs?: string) =>
  queryOptions({
    queryKey: ['packs', 'world', packs],
    queryFn: ({ signal }) => bodyOf(api.GET('/packs', { params: queryOf(packs), signal })),
    staleTime: STALE_MS,
  });

/** The items of a kind, in brief. */
export const itemsQuery = (packs: string | undefined, kind: string) =>
  queryOptions({
    queryKey: ['packs', 'items', packs, kind],
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/packs/{kind}', { params: { path: { kind }, ...queryOf(packs) }, signal })),
    staleTime: STALE_MS,
  });

/** One item, as its pack has it. */
export const itemQuery = (packs: string | undefined, kind: string, itemId: string) =>
  queryOptions({
    queryKey: ['packs', 'item', packs, kind, itemId],
    queryFn: ({ signal }) =>
      bodyOf(
        api.GET('/packs/{kind}/{item_id}', {
          params: { path: { kind, item_id: itemId }, ...queryOf(packs) },
          signal,
        }),
      ),
    staleTime: STALE_MS,
  });

/** How the entities of a world relate. */
export const relationsQuery = (packs: string | undefined) =>
  queryOptions({
    queryKey: ['packs', 'relations', packs],
    queryFn: ({ signal }) => bodyOf(api.GET('/packs/relations', { params: queryOf(packs), signal })),
    staleTime: STALE_MS,
  });
