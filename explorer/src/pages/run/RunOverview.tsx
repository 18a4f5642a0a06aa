import { useQuery } from '@tanstack/react-query';
import { Navigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { stagesQuery } from '../../api/queries.js';
import type { Run } from '../../api/types.js';
import { useAccess } from '../../layout/access.js';
import { useRows } from '../../live/use-rows.js';
import { ProblemView } from '../../parts/ProblemView.js';
import { Incident } from './Incident.js';
import { RunFailure } from './RunFailure.js';
import { useRun } from './run-context.js';
import { Timeline } from './timeline/Timeline.js';
import { TIMELINE_TYPES } from './timeline/timeline-model.js';

/** What happened when, why it failed, and what was asked for; the report where the caller may read that alone. */
export function RunOverview() {
  const run = useRun();
  if (useAccess().may('read')) return <WholeOverview run={run} />;
  if (run.links['report'] === undefined) return run.error && <RunFailure run={run} error={run.error} />;
  return <Navigate to="/runs/$runId/report" params={{ runId: run.run_id }} replace />;
}

function WholeOverview({ run }: { run: Run }) {
  const feed = useRows(run.run_id, TIMELINE_TYPES);
  const { data } = useQuery(stagesQuery);
  const nodes = useMemo(
    () => data?.pipelines.find(({ id }) => id === run.pipeline)?.stages.map(({ id }) => id) ?? [],
    [data, run.pipeline],
  );
  return (
    <>
      {run.error && <RunFailure run={run} error={run.error} />}
      {feed.error != null && <ProblemView error={feed.error} retry={feed.reload} />}
      <Timeline run={run} feed={feed} nodes={nodes} />
      <Incident run={run} />
    </>
  );
}
