import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { experimentQuery, isOver, runIdOf } from '../../api/experiments.js';
import { runQuery } from '../../api/queries.js';
import { streamOf } from '../../live/run-stream.js';
import { useLive } from '../../live/use-rows.js';

/** How often an experiment that goes on is asked for while its events do not come. */
const NOT_LIVE_MS = 2_000;

/** An experiment that is read again whenever the events of its run tell something; while they do not come, now and then. */
export function useLiveExperiment(experimentId: string) {
  const client = useQueryClient();
  const { queryKey } = experimentQuery(experimentId);
  const query = useQuery({
    ...experimentQuery(experimentId),
    refetchInterval: ({ state: { data } }) =>
      data && !isOver(data) && streamOf(runIdOf(data)).getState().kind !== 'live' ? NOT_LIVE_MS : false,
  });
  const runId = query.data ? runIdOf(query.data) : '';
  const goesOn = query.data !== undefined && !isOver(query.data);
  const { data: run } = useQuery({ ...runQuery(runId), enabled: goesOn });
  const live = useLive(goesOn ? run : undefined);
  useEffect(() => {
    if (!goesOn) return undefined;
    const stream = streamOf(runId);
    const ask = oneAtATime(() => client.invalidateQueries({ queryKey, exact: true }));
    const stops = [stream.onRow(ask), stream.onGap(ask)];
    return () => stops.forEach((stop) => stop());
  }, [runId, goesOn]);
  return { ...query, live };
}

/** Calls that come while one is under way become one more. */
function oneAtATime(work: () => Promise<void>): () => void {
  let isBusy = false;
  let isWanted = false;
  const run = async (): Promise<void> => {
    isBusy = true;
    do {
      isWanted = false;
      await work();
    } while (isWanted);
    isBusy = false;
  };
  return () => {
    isWanted = true;
    if (!isBusy) void run();
  };
}
