import type { Schemas } from '../../../api/types.js';
import { counted, fraction } from '../../../words/numbers.js';
import { inWords } from '../../../words/run-words.js';
import { Said } from './Said.js';
import { Section } from './Section.js';

/** The incident as each community told it. */
export function Lenses({ summaries }: { summaries: readonly Schemas['LensSummary'][] }) {
  return (
    <Section title="Lenses">
      {summaries.map((lens) => (
        <div key={lens.community_id} className="lens">
          <h3 dir="auto">{lens.community_name}</h3>
          <p className="muted small-text">
            {counted(lens.comment_count, 'comment')}
            {lens.leading_intent && `, most of all ${inWords(lens.leading_intent)}`};{' '}
            {inWords(lens.reception.code)}: {counted(lens.reception.upvotes, 'upvote')},{' '}
            {counted(lens.reception.reports, 'report')}, score {fraction(lens.reception.average_score)} on
            average
          </p>
          {lens.claims.map((claim) => (
            <Said key={`${claim.seq}`} said={claim} />
          ))}
          {lens.evidence.length > 0 && (
            <ul className="report-list">
              {lens.evidence.map(({ id, text, times, grade }) => (
                <li key={id}>
                  cites {times === 1 ? 'once' : `${times} times`}
                  {grade && ` (grade ${grade})`}: <q dir="auto">{text}</q>
                </li>
              ))}
            </ul>
          )}
        </div>
      ))}
    </Section>
  );
}
