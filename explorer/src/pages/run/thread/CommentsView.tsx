import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { hasEnded, threadQuery } from '../../../api/queries.js';
import type { Schemas } from '../../../api/types.js';
import { Avatar } from '../../../parts/Avatar.js';
import { ProblemView } from '../../../parts/ProblemView.js';
import { Prose } from '../../../parts/Prose.js';
import { count, counted } from '../../../words/numbers.js';
import { inWords } from '../../../words/run-words.js';
import { useRun } from '../run-context.js';
import { PostList } from './PostList.js';
import { ACCOUNT_WORDS, REPLY_WORDS } from './thread-words.js';

type Comment = Schemas['CommentTableRow'];

const GUESSED_HEIGHT = 150;
const LIVE_MS = 2_000;

/** The comments of a thread, as a token of scope `report` may read them: without what the gates objected to, and without moderation. */
export function CommentsView() {
  const run = useRun();
  const { row } = useSearch({ from: '/runs/$runId/thread' });
  const { data, error, refetch } = useQuery({
    ...threadQuery(run.run_id),
    refetchInterval: hasEnded(run) ? false : LIVE_MS,
  });
  if (error) return <ProblemView error={error} retry={() => void refetch()} />;
  if (!data) return <p className="empty">Reading the thread …</p>;
  if (data.comments.length === 0) return <p className="empty">Nobody has said anything yet.</p>;
  return (
    <section aria-label="Thread">
      <PostList
        items={data.comments}
        guess={() => GUESSED_HEIGHT}
        seqOf={({ seq }) => seq}
        row={row}
        show={(comment) => <TableComment comment={comment} comments={data.comments} />}
      />
    </section>
  );
}

function TableComment({ comment, comments }: { comment: Comment; comments: readonly Comment[] }) {
  const { persona_name, community_name, account_type, round, withheld, text, position } = comment;
  const name = persona_name ?? 'Somebody';
  return (
    <article className={withheld ? 'post withheld' : 'post'} aria-label={`Comment of ${name}`}>
      <Avatar name={name} community={comment.community_id ?? ''} />
      <div className="post-body">
        <header className="post-head">
          <b dir="auto">{name}</b>
          <span className="muted" dir="auto">
            {community_name}
          </span>
          {account_type && <span className="muted">{ACCOUNT_WORDS[account_type] ?? account_type}</span>}
          {comment.speech_act && <span className="tag">{inWords(comment.speech_act)}</span>}
          {position && <span className={`tag stance-${position}`}>{position}</span>}
          <span className="post-link muted">round {round}</span>
        </header>
        {comment.reply_to_persona_id && (
          <p className="reply muted">
            ↪ {REPLY_WORDS[comment.reply_stance ?? ''] ?? 'answers'}{' '}
            <b dir="auto">{nameOf(comment.reply_to_persona_id, comments)}</b>
          </p>
        )}
        {withheld && <p className="muted">Withheld: nobody saw this.</p>}
        {text && <Prose className="post-text" text={text} />}
        {!withheld && (
          <p className="reception">
            <span className="upvotes">
              ▲ {count(comment.upvotes)}
              <span className="visually-hidden"> upvotes</span>
            </span>
            <span className={comment.reports > 0 ? 'reports some' : 'reports'}>
              ⚑ {counted(comment.reports, 'report')}
            </span>
            <span className="muted">{counted(comment.views, 'view')}</span>
          </p>
        )}
      </div>
    </article>
  );
}

const nameOf = (personaId: string, comments: readonly Comment[]): string =>
  comments.find(({ persona_id }) => persona_id === personaId)?.persona_name ?? personaId;
