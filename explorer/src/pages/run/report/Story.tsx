import type { Schemas } from '../../../api/types.js';
import { inWords } from '../../../words/run-words.js';
import { Section } from './Section.js';
import { Said } from './Said.js';

type Report = Schemas['Report'];

/** How the story turned: arcs, changes of position, interventions, moderation. */
export function Story({ report }: { report: Report }) {
  return (
    <>
      <Arcs arcs={report.arcs} />
      <Changes changes={report.position_changes} />
      <Interventions interventions={report.interventions} />
      <Moderation moderation={report.moderation} />
    </>
  );
}

function Arcs({ arcs }: { arcs: Report['arcs'] }) {
  if (arcs.length === 0) return null;
  return (
    <Section title="Arcs">
      {arcs.map((arc, index) => (
        <div key={index} className="arc">
          <h3 dir="auto">{arc.subject}</h3>
          <div className="beats">
            {(['set_up', 'escalation', 'turn', 'end'] as const).map((beat) => (
              <div key={beat}>
                <h4>{inWords(beat)}</h4>
                <Said said={arc[beat].said} />
              </div>
            ))}
          </div>
        </div>
      ))}
    </Section>
  );
}

function Changes({ changes }: { changes: Report['position_changes'] }) {
  if (changes.length === 0) return null;
  return (
    <Section title="Changes of position">
      <ul className="report-list">
        {changes.map((change) => (
          <li key={`${change.seq}`}>
            <b dir="auto">{change.name}</b>, round {change.round}: {change.from} → {change.to}.{' '}
            <span className="muted" dir="auto">
              {change.reason}
            </span>
            {change.because && <Said said={change.because} />}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Interventions({ interventions }: { interventions: Report['interventions'] }) {
  if (!interventions || interventions.length === 0) return null;
  return (
    <Section title="Interventions">
      <ul className="report-list">
        {interventions.map(({ round, seq, text, taken_up }) => (
          <li key={`${round} ${seq}`}>
            <p dir="auto">
              Before round {round}: {text}
            </p>
            {taken_up.map((said) => (
              <Said key={`${said.seq}`} said={said} />
            ))}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Moderation({ moderation: { notices, appeal } }: { moderation: Report['moderation'] }) {
  if (notices.length === 0 && !appeal) return null;
  return (
    <Section title="Moderation">
      {notices.map((notice) => (
        <div key={`${notice.seq}`} className="report-notice">
          <p dir="auto">{notice.text}</p>
          {notice.replies.map((reply) => (
            <p key={`${reply.seq}`} className="muted">
              <b dir="auto">{reply.name}</b> ({inWords(reply.stance)}): <q dir="auto">{reply.text}</q>
            </p>
          ))}
        </div>
      ))}
      {appeal && (
        <div className="report-notice">
          <p>
            <b dir="auto">{appeal.name}</b> appeals: <q dir="auto">{appeal.text}</q>
          </p>
          <p>
            {inWords(appeal.outcome)}: <q dir="auto">{appeal.answer}</q>
          </p>
        </div>
      )}
    </Section>
  );
}
