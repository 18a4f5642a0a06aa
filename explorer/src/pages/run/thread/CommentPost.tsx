import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../../api/types.js';
import { Avatar } from '../../../parts/Avatar.js';
import { Prose } from '../../../parts/Prose.js';
import { count, counted, fraction } from '../../../words/numbers.js';
import { inWords } from '../../../words/run-words.js';
import { Objections } from './Objections.js';
import { ACCOUNT_WORDS, REPLY_WORDS, STANCE_WORDS, reasonWords } from './thread-words.js';
import type { CommentRow, ThreadItem } from './thread-types.js';

interface PostProps {
  readonly item: Extract<ThreadItem, { kind: 'comment' }>;
  readonly runId: string;
  readonly goTo: (seq: number) => void;
}

/** A comment, and how it was received. */
export function CommentPost({ item: { row, objections, answered }, runId, goTo }: PostProps) {
  return (
    <article
      className={row.withheld ? 'post withheld' : 'post'}
      aria-label={`Comment of ${row.persona_name}`}
    >
      <Avatar name={row.persona_name} community={row.community_id} />
      <div className="post-body">
        <header className="post-head">
          <b dir="auto">{row.persona_name}</b>
          <span className="muted" dir="auto">
            {row.community_name}
          </span>
          <span className="muted">{ACCOUNT_WORDS[row.account_type] ?? row.account_type}</span>
          {row.act && <span className="tag">{inWords(row.act)}</span>}
          {row.position && (
            <span className={`tag stance-${row.position.stance}`} title={positionTitle(row.position)}>
              {row.position.stance}
            </span>
          )}
          <Link
            to="/runs/$runId/log"
            params={{ runId }}
            search={{ row: row.seq }}
            className="post-link"
            preload={false}
          >
            #{row.seq}
          </Link>
        </header>
        {row.reply_to && <ReplyReference row={row} answered={answered} goTo={goTo} />}
        {row.withheld ? (
          <p className="muted">
            Withheld: nobody saw this. {row.intent === null ? 'There was no text.' : 'The gates refused it.'}
          </p>
        ) : null}
        {row.text !== '' && <Prose className="post-text" text={row.text} />}
        {row.evidence && <EvidenceQuote evidence={row.evidence} />}
        {!row.withheld && <Reception row={row} />}
        {objections.length > 0 && <Objections gates={objections} />}
      </div>
    </article>
  );
}

function ReplyReference({
  row,
  answered,
  goTo,
}: {
  row: CommentRow;
  answered: CommentRow | null;
  goTo: (seq: number) => void;
}) {
  const how = REPLY_WORDS[row.reply_to?.stance ?? ''] ?? 'answers';
  if (!answered) return <p className="reply muted">{how} an earlier comment</p>;
  return (
    <button type="button" className="reply" onClick={() => goTo(answered.seq)}>
      <span className="muted">
        ↪ {how} <b dir="auto">{answered.persona_name}</b>
      </span>
      <span className="reply-text" dir="auto">
        {answered.text}
      </span>
    </button>
  );
}

function EvidenceQuote({
  evidence: { text, source, grade, kind },
}: {
  evidence: Schemas['CommentEvidence'];
}) {
  return (
    <blockquote className="evidence">
      <span className={`grade grade-${grade}`} title={`Evidence of grade ${grade}`}>
        {grade}
      </span>
      <span dir="auto">{text}</span>{' '}
      <cite className="muted" dir="auto">
        {source ?? inWords(kind)}
      </cite>
    </blockquote>
  );
}

function Reception({ row }: { row: CommentRow }) {
  const reasons = reasonWords(row.report_reasons);
  return (
    <p className="reception">
      <span className="upvotes" title="Upvotes">
        ▲ {count(row.upvotes)}
        <span className="visually-hidden"> upvotes</span>
      </span>
      <span className={row.reports > 0 ? 'reports some' : 'reports'} title={reasons || 'Reports'}>
        ⚑ {counted(row.reports, 'report')}
        {reasons && `: ${reasons}`}
      </span>
      <span className="muted">{counted(row.views, 'view')}</span>
      <span className="muted">score {fraction(row.score)}</span>
      {row.takes_up?.map(({ seq, kind }) => (
        <span key={seq} className="tag">
          takes up: {inWords(kind)}
        </span>
      ))}
      {row.near_hidden_fact != null && (
        <span className="tag">near hidden fact {row.near_hidden_fact + 1}</span>
      )}
    </p>
  );
}

function positionTitle({ stance, reason, about }: Schemas['Position']): string {
  return `${STANCE_WORDS[stance] ?? stance}${about ? ` (${about})` : ''}: ${reason}`;
}
