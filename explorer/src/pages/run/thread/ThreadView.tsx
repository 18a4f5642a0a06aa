import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { hasEnded } from '../../../api/queries.js';
import { useAccess } from '../../../layout/access.js';
import { useRows } from '../../../live/use-rows.js';
import { ProblemView } from '../../../parts/ProblemView.js';
import { useRun } from '../run-context.js';
import { CommentsView } from './CommentsView.js';
import { PostList } from './PostList.js';
import { ReplayBar } from './ReplayBar.js';
import { ThreadEvent } from './ThreadEvent.js';
import { threadOf } from './thread-model.js';
import { THREAD_TYPES, type ThreadItem } from './thread-types.js';

const GUESSED_HEIGHT: Readonly<Partial<Record<ThreadItem['kind'], number>>> = {
  comment: 190,
  opening: 320,
  round: 56,
};

/** The thread as a board would show it; only its comments where the caller may not read the log. */
export function ThreadView() {
  return useAccess().may('read') ? <WholeThread /> : <CommentsView />;
}

/** The thread, up to a round. */
function WholeThread() {
  const run = useRun();
  const { rows, isComplete, error, reload } = useRows(run.run_id, THREAD_TYPES);
  const thread = useMemo(() => threadOf(rows), [rows]);
  const { round, row } = useSearch({ from: '/runs/$runId/thread' });
  const navigate = useNavigate({ from: '/runs/$runId/thread' });
  const last = thread.rounds.at(-1)?.round ?? 0;
  const shown = Math.min(round ?? last, last);
  const items = useMemo(
    () =>
      round === undefined || round >= last
        ? thread.items
        : thread.items.filter((item) => item.round <= round),
    [thread, round, last],
  );
  const setRound = (next: number) =>
    void navigate({ search: next >= last ? {} : { round: next }, replace: true, resetScroll: false });
  return (
    <section aria-label="Thread">
      {error != null && <ProblemView error={error} retry={reload} />}
      {last > 0 && <ReplayBar rounds={thread.rounds} round={shown} setRound={setRound} />}
      {items.length === 0 ? (
        <p className="empty">{isComplete ? emptyWords(hasEnded(run)) : 'Reading the thread …'}</p>
      ) : (
        <PostList
          items={items}
          guess={({ kind }) => GUESSED_HEIGHT[kind] ?? 72}
          seqOf={(item) => item.row.seq}
          row={row}
          show={(item, goTo) => (
            <ThreadEvent
              item={item}
              runId={run.run_id}
              names={thread.names}
              people={thread.people}
              redactions={thread.redactions}
              goTo={goTo}
            />
          )}
        />
      )}
    </section>
  );
}

const emptyWords = (isOver: boolean): string =>
  isOver ? 'The run ended before there was a thread.' : 'Nobody has said anything yet.';
