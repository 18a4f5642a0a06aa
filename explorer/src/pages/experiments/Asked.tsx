import type { ExperimentView } from '../../api/experiments.js';
import { useWorldOf } from '../../parts/run-world.js';
import { count, counted } from '../../words/numbers.js';
import { AXES, AXIS_NAMES } from '../start/dial.js';
import { groupWords } from './value-words.js';

/** What the experiment was asked to play. */
export function Asked({ experiment: { input, vary, ...rest } }: { experiment: ExperimentView }) {
  const { seed, rounds, interventions, packs } = input;
  const seeds = vary.random_seeds;
  const world = useWorldOf(rest);
  const facts: readonly (readonly [name: string, value: string | undefined])[] = [
    ['Board', world?.boards.find(({ id }) => id === seed.board_id)?.name ?? seed.board_id],
    ['Rounds', vary.rounds ? vary.rounds.map(count).join(', ') : String(rounds ?? 3)],
    ['Random seeds', seedWords(seeds)],
    ['Packs', vary.packs?.join(', ') ?? packs],
    ['Interventions', interventions && interventions.length > 0 ? groupWords({ interventions }) : undefined],
    ['World', rest.pack_fingerprint.slice(0, 12)],
  ];
  return (
    <section className="card incident" aria-labelledby="asked-heading">
      <h2 id="asked-heading">What was asked for</h2>
      <p dir="auto">
        <b>{seed.title}</b>
      </p>
      <p className="summary" dir="auto">
        {seed.summary}
      </p>
      <dl className="facts">
        {facts.map(
          ([name, value]) =>
            value !== undefined && (
              <div key={name}>
                <dt>{name}</dt>
                <dd dir="auto">{value}</dd>
              </div>
            ),
        )}
        <div>
          <dt>Dial</dt>
          <dd>{(vary.dials ?? [seed.dial ?? {}]).map(dialWords).join('; ') || 'the usual one'}</dd>
        </div>
      </dl>
      <details>
        <summary>The request, as JSON</summary>
        <pre className="json" tabIndex={0}>
          {JSON.stringify({ name: rest.name, input, vary }, null, 2)}
        </pre>
      </details>
    </section>
  );
}

function seedWords(seeds: ExperimentView['vary']['random_seeds']): string {
  if (seeds === undefined) return "the incident's id";
  return Array.isArray(seeds) ? seeds.join(', ') : counted(seeds, 'seed');
}

function dialWords(dial: Partial<Record<(typeof AXES)[number], number>>): string {
  return AXES.filter((axis) => dial[axis] !== undefined)
    .map((axis) => `${AXIS_NAMES[axis]} ${dial[axis]}`)
    .join(', ');
}
