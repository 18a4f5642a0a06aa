import type { Schemas } from '../../../api/types.js';
import { inWords } from '../../../words/run-words.js';
import { Section } from './Section.js';

/** What writers have to be careful with, and whether the report may be relied on. */
export function Checks({ report }: { report: Schemas['Report'] }) {
  const { risk_checks, story_checklist, evidence_watch, report_gate } = report;
  const story = Object.values(story_checklist);
  return (
    <>
      <Section title="Risks">
        <CheckTable
          rows={risk_checks.map(({ category, severity, details }) => [category, severity, details])}
        />
      </Section>
      <Section title="Story checklist">
        <p>
          The evidence, of grade {evidence_watch.grade} ({evidence_watch.type}), has{' '}
          {evidence_watch.expires_in_hours} hours left; the risk of the countdown is{' '}
          {evidence_watch.countdown_risk}.
        </p>
        <CheckTable rows={story.map(({ label, status, details }) => [label, status, details])} />
      </Section>
      <Section title="Checks of this report">
        <CheckTable
          rows={report_gate.checks.map(({ name, passed, details }) => [
            name,
            passed ? 'passed' : 'failed',
            details,
          ])}
        />
      </Section>
    </>
  );
}

function CheckTable({
  rows,
}: {
  rows: readonly (readonly [name: string, state: string, details: string])[];
}) {
  return (
    <div className="table-frame">
      <table>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">How it is</th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, state, details]) => (
            <tr key={name + details}>
              <th scope="row">{inWords(name)}</th>
              <td className={`check-${state}`}>{inWords(state)}</td>
              <td dir="auto">{details}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
