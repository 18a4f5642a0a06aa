import type { Schemas } from '../../api/types.js';
import { count } from '../../words/numbers.js';
import { inWords } from '../../words/run-words.js';

/** Values of two runs as a table; those that differ are marked. */
export function ComparedValues({
  title,
  values,
}: {
  title: string;
  values: readonly Schemas['ComparedValue'][];
}) {
  return (
    <section className="card" aria-label={title}>
      <h2>{title}</h2>
      {values.length === 0 ? (
        <p className="muted">Nothing: both were asked for the same.</p>
      ) : (
        <div className="table-frame" tabIndex={0} role="group" aria-label={`${title}: table`}>
          <table className="compared">
            <thead>
              <tr>
                <th scope="col">
                  <span className="visually-hidden">What</span>
                </th>
                <th scope="col">A</th>
                <th scope="col">B</th>
              </tr>
            </thead>
            <tbody>
              {values.map((value) => (
                <ValueRow key={value.name} value={value} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function ValueRow({ value: { name, left, right } }: { value: Schemas['ComparedValue'] }) {
  const differs = JSON.stringify(left) !== JSON.stringify(right);
  return (
    <tr className={differs ? 'differs' : undefined}>
      <th scope="row">
        {inWords(name.replace('.', ': '))}
        {differs && <span className="visually-hidden"> (differs)</span>}
      </th>
      <td dir="auto">{shown(left)}</td>
      <td dir="auto">{shown(right)}</td>
    </tr>
  );
}

/** A word of the service's own, such as `round_limit`. */
const SLUG = /^[a-z]+(_[a-z]+)+$/;

function shown(value: unknown): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'number') return count(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return SLUG.test(value) ? inWords(value) : value;
  if (Array.isArray(value)) return value.map(shown).join('; ');
  return Object.entries(value)
    .map(([name, part]) => `${inWords(name)} ${shown(part)}`)
    .join(', ');
}
