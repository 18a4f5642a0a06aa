import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, bodyOf } from '../../../api/client.js';
import { runQuery } from '../../../api/queries.js';
import type { Run, Schemas } from '../../../api/types.js';

type Fork = Schemas['ForkRun'];

/** What can be done to a run. */
export function useRunActions(runId: string) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const path = { run_id: runId };
  const show = (run: Run) => {
    client.setQueryData(runQuery(runId).queryKey, run);
    void client.invalidateQueries({ queryKey: ['runs'] });
  };
  const cancel = useMutation({
    mutationFn: () => bodyOf(api.POST('/runs/{run_id}/cancel', { params: { path } })),
    onSuccess: show,
  });
  const resume = useMutation({
    mutationFn: () => bodyOf(api.POST('/runs/{run_id}/resume', { params: { path } })),
    onSuccess: show,
  });
  const remove = useMutation({
    mutationFn: () => bodyOf(api.DELETE('/runs/{run_id}', { params: { path } })),
    onSuccess: async () => {
      await navigate({ to: '/' });
      client.removeQueries({ queryKey: ['run', runId] });
      void client.invalidateQueries({ queryKey: ['runs'] });
    },
  });
  const fork = useMutation({
    mutationFn: ({ body, key }: { body: Fork; key: string }) =>
      bodyOf(api.POST('/runs/{run_id}/fork', { params: { path, header: { 'Idempotency-Key': key } }, body })),
    onSuccess: ({ run_id }) => void navigate({ to: '/runs/$runId', params: { runId: run_id } }),
  });
  return { cancel, resume, remove, fork };
}
