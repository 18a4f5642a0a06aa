import { useQuery } from '@tanstack/react-query';
import { hasEnded, reportQuery } from '../../../api/queries.js';
import { ProblemError } from '../../../api/problem.js';
import type { Schemas } from '../../../api/types.js';
import { useAccess } from '../../../layout/access.js';
import { ProblemView } from '../../../parts/ProblemView.js';
import { counted } from '../../../words/numbers.js';
import { inWords } from '../../../words/run-words.js';
import { useRun } from '../run-context.js';
import { RunFailure } from '../RunFailure.js';
import { Checks } from './Checks.js';
import { Conflict } from './Conflict.js';
import { Lenses } from './Lenses.js';
import { Said } from './Said.js';
import { Section } from './Section.js';
import { Story } from './Story.js';

type Report = Schemas['Report'];

/** The report as a page to read, and to print. */
export function ReportView() {
  const run = useRun();
  const { data: report, error, refetch } = useQuery({ ...reportQuery(run.run_id), enabled: hasEnded(run) });
  const mayRead = useAccess().may('read');
  if (!hasEnded(run)) return <p className="empty">There is a report as soon as the run has ended.</p>;
  const failure = !mayRead && run.error && <RunFailure run={run} error={run.error} />;
  if (error instanceof ProblemError && error.status === 404) {
    return (
      <>
        {failure}
        <p className="empty">The run ended before there was anything to report.</p>
      </>
    );
  }
  if (error) return <ProblemView error={error} retry={() => void refetch()} />;
  if (!report) return <p className="empty">Reading the report …</p>;
  return (
    <article className="report" aria-label="Report">
      {failure}
      <p className="no-print">
        <button type="button" onClick={() => print()}>
          Print
        </button>
      </p>
      <Head report={report} />
      <Timeline report={report} />
      <Highlights report={report} />
      <Conflict map={report.conflict_map} />
      <Story report={report} />
      <Lenses summaries={report.lens_summaries} />
      <Dialogue report={report} />
      <Checks report={report} />
    </article>
  );
}

function Head({ report: { title, outcome, summary, report_gate } }: { report: Report }) {
  return (
    <header className="report-head">
      <h2 className="report-title" dir="auto">
        {title}
      </h2>
      <p className="lede" dir="auto">
        {outcome.text}
      </p>
      <p dir="auto">{summary}</p>
      <p className={report_gate.pass_fail ? 'gate-passed' : 'gate-failed'}>
        {report_gate.pass_fail
          ? 'Fit to write from: every check of the report has passed.'
          : `Not fit to write from: ${report_gate.failed_checks.map(inWords).join(', ')}.`}
      </p>
    </header>
  );
}

function Timeline({ report: { timeline } }: { report: Report }) {
  return (
    <Section title="Round by round">
      <ol className="report-rounds">
        {timeline.map(({ round, comments, upvotes, reports, top_comment, events }) => (
          <li key={round}>
            <p className="muted">
              Round {round} · {counted(comments, 'comment')}, {counted(upvotes, 'upvote')},{' '}
              {counted(reports, 'report')}
            </p>
            {top_comment && <Said said={top_comment} />}
            {events.map((event) => (
              <p key={event} className="report-event" dir="auto">
                {event}
              </p>
            ))}
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Highlights({ report: { highlights_top10 } }: { report: Report }) {
  return (
    <Section title="Highlights">
      <ol className="report-list">
        {highlights_top10.map((highlight) => (
          <li key={highlight.rank}>
            <Said said={highlight} />
            <p className="muted small-text">
              {counted(highlight.upvotes, 'upvote')}, {counted(highlight.reports, 'report')}
            </p>
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Dialogue({ report: { dialogue_candidates, foreshadowing } }: { report: Report }) {
  return (
    <>
      <Section title="Dialogue">
        {dialogue_candidates.map(({ speaker, line, replying_to, seq, round }) => (
          <div key={`${round} ${seq} ${line}`} className="dialogue">
            {replying_to && (
              <p>
                <b dir="auto">{replying_to.speaker.name}</b> <q dir="auto">{replying_to.line}</q>
              </p>
            )}
            <p>
              <b dir="auto">{speaker.name}</b> <q dir="auto">{line}</q>
            </p>
          </div>
        ))}
      </Section>
      <Section title="Foreshadowing">
        <ul className="report-list">
          {foreshadowing.map(({ hint_code, text, round, seq }) => (
            <li key={`${seq} ${text}`}>
              <span dir="auto">{text}</span>{' '}
              <span className="muted">
                ({inWords(hint_code)}, round {round})
              </span>
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
}
