import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../api/types.js';
import { Avatar } from '../../parts/Avatar.js';
import { Prose } from '../../parts/Prose.js';
import { count, counted } from '../../words/numbers.js';
import { INTERVENTION_WORDS } from '../run/thread/thread-words.js';
import type { CommentRow } from '../run/thread/thread-types.js';
import type { ThreadPair } from './paired-comments.js';

interface PairProps {
  readonly pair: ThreadPair;
  /** The runs. */
  readonly left: string;
  readonly right: string;
}

const CHANGE_WORDS = {
  same: 'in both',
  changed: 'changed',
  only_left: 'in A alone',
  only_right: 'in B alone',
} as const;

/** A round, an intervention, or a comment, as it is in two threads. */
export function PairView({ pair, left, right }: PairProps) {
  if (pair.kind === 'head') return <RoundHead round={pair.round} />;
  if (pair.kind === 'intervention') {
    return (
      <div className="pair">
        <InterventionSide side="A" row={pair.left} />
        <InterventionSide side="B" row={pair.right} />
      </div>
    );
  }
  const { change } = pair;
  if (change === 'same' && pair.left && pair.right) {
    return (
      <div className="pair pair-same">
        <Said row={pair.left} mark={CHANGE_WORDS.same}>
          <RowRef runId={left} row={pair.left} side="A" />
          <RowRef runId={right} row={pair.right} side="B" />
        </Said>
      </div>
    );
  }
  return (
    <div className={`pair pair-${change}`}>
      <Side side="A" row={pair.left} runId={left} mark={CHANGE_WORDS[change]} />
      <Side side="B" row={pair.right} runId={right} mark={CHANGE_WORDS[change]} />
    </div>
  );
}

function RoundHead({ round: { round, comments } }: { round: Schemas['ComparedRound'] }) {
  const others = comments.changed + comments.only_left + comments.only_right;
  return (
    <h3 className="pair-head">
      Round {round} <span className="muted">{others === 0 ? 'the same' : counted(others, 'difference')}</span>
    </h3>
  );
}

interface SideProps {
  readonly side: 'A' | 'B';
  readonly row: CommentRow | null;
  readonly runId: string;
  readonly mark: string;
}

function Side({ side, row, runId, mark }: SideProps) {
  if (!row) return <div className={`pair-side side-${side} absent`} />;
  return (
    <div className={`pair-side side-${side}`}>
      <Said row={row} mark={mark}>
        <RowRef runId={runId} row={row} side={side} />
      </Said>
    </div>
  );
}

function Said({ row, mark, children }: { row: CommentRow; mark: string; children: React.ReactNode }) {
  return (
    <article
      className={row.withheld ? 'said withheld' : 'said'}
      aria-label={`Comment of ${row.persona_name}, ${mark}`}
    >
      <Avatar name={row.persona_name} community={row.community_id} />
      <div className="post-body">
        <header className="post-head">
          <b dir="auto">{row.persona_name}</b>
          <span className="muted" dir="auto">
            {row.community_name}
          </span>
          {row.position && <span className={`tag stance-${row.position.stance}`}>{row.position.stance}</span>}
          {row.withheld && <span className="tag">withheld</span>}
          <span className="row-refs">{children}</span>
        </header>
        {row.text !== '' && <Prose className="post-text" text={row.text} />}
        {row.evidence && (
          <p className="muted said-evidence">
            cites <span dir="auto">{row.evidence.text}</span>
          </p>
        )}
      </div>
    </article>
  );
}

/** How a comment was received, and a link to its row. */
function RowRef({ runId, row, side }: { runId: string; row: CommentRow; side: 'A' | 'B' }) {
  return (
    <span className="row-ref">
      <span className="upvotes" title={`Upvotes in ${side}`}>
        ▲ {count(row.upvotes)}
        <span className="visually-hidden"> upvotes</span>
      </span>
      <span className={row.reports > 0 ? 'reports some' : 'reports'} title={`Reports in ${side}`}>
        ⚑ {count(row.reports)}
        <span className="visually-hidden"> reports</span>
      </span>
      <Link
        to="/runs/$runId/log"
        params={{ runId }}
        search={{ row: row.seq }}
        preload={false}
        className="post-link"
      >
        {side} #{row.seq}
      </Link>
    </span>
  );
}

function InterventionSide({ side, row }: { side: 'A' | 'B'; row: Schemas['InterventionRow'] | null }) {
  if (!row) return <div className={`pair-side side-${side} absent`} />;
  const said = row.text ?? row.action;
  return (
    <div className={`pair-side side-${side} note note-intervention`}>
      <b>{INTERVENTION_WORDS[row.kind] ?? row.kind}</b>
      {said && <p dir="auto">{said}</p>}
    </div>
  );
}
