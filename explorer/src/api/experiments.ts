import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from './client.js';
import type { Schemas } from './types.js';

export type ExperimentView = Schemas['ExperimentView'];
export type ExperimentListItem = Schemas['ExperimentListItem'];

const PAGE = 50;
const LIVE_MS = 1_000;
const QUIET_MS = 10_000;
/** What a list of baselines offers at the most. */
const MOST_BASELINES = 200;

const goesOn = ({ status }: Pick<ExperimentListItem, 'status'>): boolean =>
  status === 'queued' || status === 'running';

/** Whether nothing happens to an experiment any more, unless somebody asks for it. */
export const isOver = (experiment: Pick<ExperimentListItem, 'status'>): boolean => !goesOn(experiment);

const pathOf = (experimentId: string) => ({ path: { experiment_id: experimentId } });

/** All experiments, newest first, page by page. */
export const experimentsQuery = infiniteQueryOptions({
  queryKey: ['experiments', 'list'],
  queryFn: ({ pageParam, signal }) =>
    bodyOf(
      api.GET('/experiments', {
        params: { query: { limit: PAGE, ...(pageParam !== null && { cursor: pageParam }) } },
        signal,
      }),
    ),
  initialPageParam: null as string | null,
  getNextPageParam: ({ next_cursor }) => next_cursor,
  refetchInterval: ({ state }) =>
    state.data?.pages.some(({ items }) => items.some(goesOn)) === true ? LIVE_MS : QUIET_MS,
});

/** The newest experiments, of which one can be a baseline. */
export const baselinesQuery = queryOptions({
  queryKey: ['experiments', 'baselines'],
  queryFn: ({ signal }) =>
    bodyOf(api.GET('/experiments', { params: { query: { limit: MOST_BASELINES } }, signal })),
});

/** An experiment, with its results so far. */
export const experimentQuery = (experimentId: string) =>
  queryOptions({
    queryKey: ['experiment', experimentId],
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/experiments/{experiment_id}', { params: pathOf(experimentId), signal })),
  });

/** How an experiment differs from a baseline. */
export const comparisonQuery = (experimentId: string, baselineId: string) =>
  queryOptions({
    queryKey: ['experiment', experimentId, 'compare', baselineId],
    queryFn: ({ signal }) =>
      bodyOf(
        api.GET('/experiments/{experiment_id}/compare/{baseline_id}', {
          params: { path: { experiment_id: experimentId, baseline_id: baselineId } },
          signal,
        }),
      ),
    staleTime: Infinity,
  });

/** The run that executes an experiment. */
export const runIdOf = ({ links }: Pick<ExperimentListItem, 'links'>): string =>
  links.run.split('/').at(-1) ?? '';
