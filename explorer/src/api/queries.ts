import { QueryClient, queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from './client.js';
import { ProblemError, isFinal } from './problem.js';
import type { Access, Run, Schemas } from './types.js';

/** Times that are asked again, when asking again can help. */
const TRIES = 2;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (count, error) => !isFinal(error) && count < TRIES,
      staleTime: 5_000,
      refetchOnWindowFocus: true,
    },
  },
});

const UNCHANGING = { staleTime: Infinity } as const;

/** An application with the engine alone decides itself who may do what, and refuses the rest. */
const UNKNOWN_ACCESS: Access = {
  token_name: null,
  scope: 'admin',
  fault_injection: false,
  max_rounds: 1,
  max_stage_retries: 0,
  default_stage_retries: 0,
};

/** What the caller may do. */
export const accessQuery = (token: string | null) =>
  queryOptions({
    queryKey: ['access', token],
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/access', { signal })).catch((error: unknown) => {
        if (error instanceof ProblemError && error.status === 404) return UNKNOWN_ACCESS;
        throw error;
      }),
    staleTime: 60_000,
  });

/** The pipelines and their stage nodes. */
export const stagesQuery = queryOptions({
  queryKey: ['stages'],
  queryFn: ({ signal }) => bodyOf(api.GET('/stages', { signal })),
  ...UNCHANGING,
});

const ENDED: ReadonlySet<string> = new Set(['succeeded', 'failed', 'cancelled']);

/** Whether nothing happens to a run any more, unless somebody asks for it. */
export function hasEnded({ status }: Pick<Run, 'status'>): boolean {
  return ENDED.has(status);
}

/** A run with its summary. */
export const runQuery = (runId: string) =>
  queryOptions({
    queryKey: ['run', runId],
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/runs/{run_id}', { params: { path: { run_id: runId } }, signal })),
    staleTime: 2_000,
  });

/** The report of a run; the route also has it as Markdown. */
export const reportQuery = (runId: string) =>
  queryOptions({
    queryKey: ['run', runId, 'report'],
    queryFn: async ({ signal }) => {
      const asked = api.GET('/runs/{run_id}/report', { params: { path: { run_id: runId } }, signal });
      return (await bodyOf(asked)) as Schemas['Report'];
    },
  });

/** The comments of a run; the route also has them as CSV. */
export const threadQuery = (runId: string) =>
  queryOptions({
    queryKey: ['run', runId, 'thread'],
    queryFn: async ({ signal }) => {
      const asked = api.GET('/runs/{run_id}/thread', { params: { path: { run_id: runId } }, signal });
      return (await bodyOf(asked)) as Schemas['Thread'];
    },
  });

/** What an error code means, and what to do about it. */
export const errorQuery = (code: string) =>
  queryOptions({
    queryKey: ['errors', code],
    queryFn: ({ signal }) =>
      bodyOf(api.GET('/errors/{error_code}', { params: { path: { error_code: code } }, signal })),
    ...UNCHANGING,
  });
