import type { Schemas } from '../../../api/types.js';
import { inWords } from '../../../words/run-words.js';
import { Section } from './Section.js';
import { Said } from './Said.js';

/** The claims that stand against each other, and what could bring them together. */
export function Conflict({ map }: { map: Schemas['ConflictMap'] }) {
  const sides = [
    ['One side', map.claim_a],
    ['The other', map.claim_b],
    ['A third interest', map.third_interest],
  ] as const;
  return (
    <Section title="The conflict">
      <div className="sides">
        {sides.map(
          ([label, claim]) =>
            claim && (
              <div key={label}>
                <h3>{label}</h3>
                <Said said={claim} />
              </div>
            ),
        )}
      </div>
      {map.mediation_points.length > 0 && <h3>Where it could be settled</h3>}
      <ul className="report-list">
        {map.mediation_points.map((point) => (
          <li key={`${point.seq} ${point.claim}`}>
            <Said said={point} />
            <p className="muted small-text">
              {inWords(point.basis)}
              {point.agreed_by && (
                <>
                  , agreed by <span dir="auto">{point.agreed_by.name}</span>
                </>
              )}
            </p>
          </li>
        ))}
      </ul>
    </Section>
  );
}
