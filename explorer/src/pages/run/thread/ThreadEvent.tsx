import { Link } from '@tanstack/react-router';
import { memo, type ReactNode } from 'react';
import { Avatar } from '../../../parts/Avatar.js';
import { Prose } from '../../../parts/Prose.js';
import { counted } from '../../../words/numbers.js';
import { ENDING_WORDS, THREAD_WORDS, inWords } from '../../../words/run-words.js';
import { CommentPost } from './CommentPost.js';
import { Objections } from './Objections.js';
import { Redactions } from './Redactions.js';
import type { ThreadModel } from './thread-model.js';
import { INTERVENTION_WORDS, NOTICE_WORDS, actionWords, reasonWords } from './thread-words.js';
import type { Names, ThreadItem } from './thread-types.js';

interface ItemProps {
  readonly item: ThreadItem;
  readonly runId: string;
  readonly names: Names;
  /** Names of personas, by their ids. */
  readonly people: ReadonlyMap<string, string>;
  /** What was blacked out in the seed. */
  readonly redactions: ThreadModel['redactions'];
  readonly goTo: (seq: number) => void;
}

type Of<Kind extends ThreadItem['kind']> = Extract<ThreadItem, { kind: Kind }>;

/** Whatever stands in a thread; drawn again only when that changes, not at every step of scrolling. */
export const ThreadEvent = memo(function ThreadEvent({
  item,
  runId,
  names,
  people,
  redactions,
  goTo,
}: ItemProps) {
  switch (item.kind) {
    case 'opening':
      return <Opening item={item} redactions={redactions} />;
    case 'comment':
      return <CommentPost item={item} runId={runId} goTo={goTo} />;
    case 'round':
      return <RoundEnd item={item} />;
    case 'action':
      return <Action item={item} runId={runId} names={names} />;
    case 'notice':
      return <Notice item={item} names={names} />;
    case 'notice_reply':
      return <NoticeReply item={item} />;
    case 'appeal':
      return <Appeal item={item} />;
    case 'intervention':
      return <Intervention item={item} runId={runId} />;
    case 'position_change':
      return <PositionChange item={item} name={people.get(item.row.persona_id)} goTo={goTo} />;
    case 'cross_inflow':
      return <Inflow item={item} names={names} />;
    default:
      return <Ending item={item} />;
  }
});

function Note({ kind, children }: { kind: string; children: ReactNode }) {
  return <div className={`note note-${kind}`}>{children}</div>;
}

interface OpeningProps {
  readonly item: Of<'opening'>;
  readonly redactions: ThreadModel['redactions'];
}

function Opening({ item: { row, objections }, redactions }: OpeningProps) {
  const [, ...paragraphs] = row.text.split('\n');
  return (
    <article className="post opening" aria-label="Opening post">
      <Avatar name={row.persona_name ?? '?'} community={row.community_id} />
      <div className="post-body">
        <header className="post-head">
          <b dir="auto">{row.persona_name ?? 'Somebody'}</b>
          <span className="muted">opens the thread, told as {inWords(row.frame)}</span>
        </header>
        <h2 dir="auto">{row.rendered_title}</h2>
        <Prose className="post-text" text={paragraphs.join('\n') || row.text} />
        {redactions && <Redactions redactions={redactions} />}
        {objections.length > 0 && <Objections gates={objections} />}
      </div>
    </article>
  );
}

function RoundEnd({ item: { row } }: { item: Of<'round'> }) {
  return (
    <div className="round-end" role="separator" aria-label={`End of round ${row.round}`}>
      <span>
        Round {row.round} · {counted(row.comment_count, 'comment')}, {counted(row.upvote_count, 'upvote')},{' '}
        {counted(row.report_count, 'report')}
      </span>
    </div>
  );
}

function Action({ item: { row }, runId, names }: { item: Of<'action'>; runId: string; names: Names }) {
  const rule = names['rule']?.[row.reason_rule_id ?? ''] ?? row.reason_rule_id;
  const reasons = reasonWords(row.report_reasons);
  return (
    <Note kind="moderation">
      <b>{actionWords(row.action_type)}</b>
      {row.prev_status !== row.next_status && (
        <>
          : {row.prev_status} → <b>{row.next_status}</b>
        </>
      )}
      {rule && (
        <>
          {' '}
          by the rule{' '}
          <Link to="/runs/$runId/log" params={{ runId }} search={{ row: row.seq }} preload={false} dir="auto">
            {rule}
          </Link>
        </>
      )}
      {row.report_delta
        ? `; ${counted(row.report_delta, 'further report')}${reasons ? ` (${reasons})` : ''}`
        : ''}
    </Note>
  );
}

function Notice({ item: { row }, names }: { item: Of<'notice'>; names: Names }) {
  const rule = names['rule']?.[row.reason_rule_id ?? ''] ?? row.reason_rule_id;
  return (
    <Note kind="notice">
      <p className="note-head">
        <b>{NOTICE_WORDS[row.kind] ?? inWords(row.kind)}</b>
        <span className="muted" dir="auto">
          {[row.reason && inWords(row.reason), rule].filter(Boolean).join(' · ')}
        </span>
      </p>
      <Prose className="post-text" text={row.text} />
    </Note>
  );
}

function NoticeReply({ item: { row } }: { item: Of<'notice_reply'> }) {
  return (
    <div className="post notice-answer">
      <Avatar name={row.persona_name} community={row.community_id} />
      <div className="post-body">
        <header className="post-head">
          <b dir="auto">{row.persona_name}</b>
          <span className="muted">to the notice</span>
          <span className="tag">{inWords(row.stance)}</span>
        </header>
        <Prose className="post-text" text={row.text} />
      </div>
    </div>
  );
}

function Appeal({ item: { row } }: { item: Of<'appeal'> }) {
  return (
    <Note kind="notice">
      <p className="note-head">
        <b>
          Appeal of <span dir="auto">{row.persona_name}</span>
        </b>
        <span className={`tag outcome-${row.outcome}`}>{row.outcome}</span>
      </p>
      <Prose className="post-text" text={row.text} />
      <Prose className="post-text answer" text={row.answer} />
    </Note>
  );
}

function Intervention({ item: { row }, runId }: { item: Of<'intervention'>; runId: string }) {
  return (
    <Note kind="intervention">
      <p className="note-head">
        <b>{INTERVENTION_WORDS[row.kind] ?? inWords(row.kind)}</b>
        <span className="muted">
          before round {row.round}
          {row.action && ` · ${inWords(row.action)}`}
        </span>
        <Link
          to="/runs/$runId/log"
          params={{ runId }}
          search={{ row: row.seq }}
          className="post-link"
          preload={false}
        >
          #{row.seq}
        </Link>
      </p>
      {row.stakeholder && (
        <p className="muted" dir="auto">
          {row.stakeholder}:
        </p>
      )}
      {row.text && <Prose className="post-text" text={row.text} />}
      {row.redactions && <Redactions redactions={row.redactions} />}
    </Note>
  );
}

interface ChangeProps {
  readonly item: Of<'position_change'>;
  readonly name: string | undefined;
  readonly goTo: (seq: number) => void;
}

function PositionChange({ item: { row, because }, name = row.persona_id, goTo }: ChangeProps) {
  return (
    <Note kind="position">
      <b dir="auto">{name}</b> changes sides:{' '}
      <span className={`tag stance-${row.from.stance}`}>{row.from.stance}</span> →{' '}
      <span className={`tag stance-${row.to.stance}`}>{row.to.stance}</span>{' '}
      {because ? (
        <button type="button" className="link" onClick={() => goTo(because.seq)}>
          because of <span dir="auto">{because.persona_name}</span>
        </button>
      ) : (
        <span className="muted">because of an intervention</span>
      )}
      <span className="muted" dir="auto">
        {' '}
        – {row.to.reason}
      </span>
    </Note>
  );
}

function Inflow({ item: { row }, names }: { item: Of<'cross_inflow'>; names: Names }) {
  const board = (id: string) => names['board']?.[id] ?? id;
  return (
    <Note kind="inflow">
      The thread is crossposted to <b dir="auto">{board(row.to_board_id)}</b> ({inWords(row.reason)}).{' '}
      <span dir="auto">{(row.arrival_names ?? row.arrivals).join(', ')}</span> join.
    </Note>
  );
}

function Ending({ item: { row } }: { item: Of<'end'> }) {
  return (
    <div className="thread-end">
      The end: {ENDING_WORDS[row.termination_reason] ?? inWords(row.termination_reason)}. The thread is{' '}
      {THREAD_WORDS[row.status] ?? row.status}.
    </div>
  );
}
