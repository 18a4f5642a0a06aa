import type { RunDto, RunRecord } from '../runs/index.js';

/** What a webhook tells of a run that has ended: nothing that hidden facts stand in. */
interface WebhookEvent {
  /** `run.succeeded`, `run.failed` or `run.cancelled`. */
  readonly type: string;
  /** ISO 8601, UTC: when the run ended. */
  readonly timestamp: string;
  readonly data: object;
}

/** The same for each try, and each endpoint; another when the run was resumed and has ended again. */
export function webhookIdOf({ run_id, summary }: RunRecord): string {
  return `msg_${run_id.slice('run-'.length)}_${summary.rows}`;
}

/** @param address what the paths of the run's links begin with */
export function webhookEventOf(run: RunDto, address: string): WebhookEvent {
  const { run_id, pipeline, status, title, created_at, started_at, ended_at, duration_ms, error } = run;
  const links = Object.fromEntries(
    Object.entries(run.links).map(([name, path]) => [name, `${address}${path}`]),
  );
  return {
    type: `run.${status}`,
    timestamp: ended_at ?? created_at,
    data: {
      run_id,
      pipeline,
      status,
      title,
      created_at,
      started_at,
      ended_at,
      duration_ms,
      error_code: error?.error_code ?? null,
      links,
    },
  };
}
