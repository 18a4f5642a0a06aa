import type { Run, Schemas } from '../../api/types.js';
import { useWorldOf } from '../../parts/run-world.js';
import { inWords } from '../../words/run-words.js';
import { AXES, AXIS_NAMES } from '../start/dial.js';
import { seedOf } from './incident.js';

/** What the run was asked to play. */
export function Incident({ run }: { run: Run }) {
  const seed = seedOf(run);
  const world = useWorldOf(run);
  if (!seed) return <Asked run={run} />;
  const input = run.request?.input as { rounds?: number; interventions?: readonly Schemas['Intervention'][] };
  const board = world?.boards.find(({ id }) => id === seed.board_id)?.name ?? seed.board_id;
  return (
    <section className="card incident" aria-labelledby="incident-heading">
      <h2 id="incident-heading">The incident</h2>
      <p className="summary" dir="auto">
        {seed.summary}
      </p>
      <div className="incident-columns">
        <Sentences title="Everybody may know" items={seed.public_facts} />
        <Sentences title="Known to the writers alone" items={seed.hidden_facts} />
        <Sentences title="Who is concerned" items={seed.stakeholders} />
        {input.interventions && input.interventions.length > 0 && (
          <Sentences title="Interventions" items={input.interventions.map(interventionWords)} />
        )}
        <div>
          <h3>What it is about</h3>
          <dl className="dial-bars">
            {AXES.map((axis) => (
              <div key={axis}>
                <dt>{AXIS_NAMES[axis]}</dt>
                <dd>
                  <meter min={0} max={100} value={seed.dial[axis]} aria-label={AXIS_NAMES[axis]} />{' '}
                  {seed.dial[axis]}
                </dd>
              </div>
            ))}
          </dl>
        </div>
        <dl className="facts">
          <Fact name="Board" value={board} />
          <Fact name="Rounds asked for" value={String(input.rounds ?? 3)} />
          <Fact name="Random seed" value={run.random_seed} />
          <Fact
            name="Evidence"
            value={`grade ${seed.evidence_grade ?? 'B'}, ${seed.evidence_type ?? 'log'}`}
          />
          <Fact name="World" value={(run.pack_fingerprint ?? '').slice(0, 12)} />
        </dl>
      </div>
      <Asked run={run} />
    </section>
  );
}

function Sentences({ title, items }: { title: string; items: readonly string[] }) {
  if (items.length === 0) return null;
  return (
    <div>
      <h3>{title}</h3>
      <ul className="sentences">
        {items.map((item, index) => (
          <li key={index} dir="auto">
            {item}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd dir="auto">{value}</dd>
    </div>
  );
}

function Asked({ run }: { run: Run }) {
  return (
    <details>
      <summary>The request, as JSON</summary>
      <pre className="json" tabIndex={0}>
        {JSON.stringify(run.request, null, 2)}
      </pre>
    </details>
  );
}

function interventionWords({
  round,
  kind,
  text,
  stakeholder,
  action,
  hidden_fact,
}: Schemas['Intervention']): string {
  const said = text ?? action ?? (hidden_fact === undefined ? '' : `hidden fact ${hidden_fact + 1}`);
  return `Before round ${round}: ${inWords(kind)}${stakeholder ? ` by ${stakeholder}` : ''}${said ? ` – ${said}` : ''}`;
}
