import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { stagesQuery } from '../../../api/queries.js';
import { ProblemError } from '../../../api/problem.js';
import type { Run, Schemas } from '../../../api/types.js';
import { Dialog } from '../../../parts/Dialog.js';
import { ProblemView } from '../../../parts/ProblemView.js';
import { curlOf } from '../../../parts/curl.js';
import { useRequestKey } from '../../../parts/use-request-key.js';
import { useCopied } from '../../../parts/use-copied.js';
import { inWords } from '../../../words/run-words.js';
import { DialSliders, type Dial } from '../../start/DialSliders.js';
import { InterventionFields, type InterventionDraft } from '../../start/InterventionFields.js';
import { seedOf } from '../incident.js';
import { useRunActions } from './use-run-actions.js';

type Fork = Schemas['ForkRun'];

/** Asks from where a run is to be played again, and what is to be other. */
export function ForkDialog({ run, close }: { run: Run; close: () => void }) {
  const { fork } = useRunActions(run.run_id);
  const { data } = useQuery(stagesQuery);
  const stages = data?.pipelines.find(({ id }) => id === run.pipeline)?.stages ?? [];
  const rounds = run.rounds_run ?? 0;
  const [point, setPoint] = useState(rounds > 0 ? 'round' : (stages[0]?.id ?? ''));
  const [round, setRound] = useState(Math.max(1, Math.min(2, rounds)));
  const seed = seedOf(run);
  const [dial, setDial] = useState<Dial | null>(null);
  const [randomSeed, setRandomSeed] = useState('');
  const [interventions, setInterventions] = useState<readonly InterventionDraft[]>([]);
  const [copied, copy] = useCopied();
  const changes = {
    ...(dial && { dial }),
    ...(randomSeed !== '' && { random_seed: randomSeed }),
    ...(interventions.length > 0 && { interventions }),
  };
  const body: Fork = {
    ...(point === 'round' ? { from_round: round } : { from_stage: point }),
    ...(Object.keys(changes).length > 0 && { changes }),
  };
  const key = useRequestKey(body);
  const problem = fork.error instanceof ProblemError ? fork.error.problem : null;
  return (
    <Dialog title="Fork this run" close={close}>
      <p className="muted">A new run that is the same up to a point, and may be other from there on.</p>
      <label className="field">
        <span>From</span>
        <select value={point} onChange={(event) => setPoint(event.target.value)}>
          {rounds > 0 && <option value="round">a round</option>}
          {stages.map(({ id }) => (
            <option key={id} value={id}>
              the stage {inWords(id)}
            </option>
          ))}
        </select>
      </label>
      {point === 'round' && (
        <label className="field">
          <span>
            Round <output>{round}</output>
          </span>
          <input
            type="range"
            min={1}
            max={Math.max(1, rounds)}
            value={round}
            onChange={(event) => setRound(event.target.valueAsNumber)}
          />
          <small className="field-hint">The first round that may be other.</small>
        </label>
      )}
      {seed && (
        <>
          <InterventionFields
            value={interventions}
            change={setInterventions}
            hiddenFacts={seed.hidden_facts}
            firstRound={point === 'round' ? round : 1}
            problems={problem?.errors ?? []}
          />
          <details>
            <summary>Another dial, other draws</summary>
            <div className="stack">
              {dial ? (
                <DialSliders value={dial} change={setDial} />
              ) : (
                <button type="button" onClick={() => setDial(seed.dial)}>
                  Change the dial
                </button>
              )}
              <label className="field">
                <span>Random seed</span>
                <input
                  value={randomSeed}
                  maxLength={256}
                  dir="auto"
                  placeholder={run.random_seed}
                  onChange={(event) => setRandomSeed(event.target.value)}
                />
              </label>
            </div>
          </details>
        </>
      )}
      {fork.error && <ProblemView error={fork.error} />}
      <div className="button-row">
        <button
          type="button"
          className="primary"
          disabled={fork.isPending}
          onClick={() => fork.mutate({ body, key })}
        >
          Fork
        </button>
        <button type="button" onClick={close}>
          Not now
        </button>
        <button
          type="button"
          className="quiet"
          onClick={() => copy(curlOf('POST', `/runs/${run.run_id}/fork`, body))}
        >
          {copied ? 'Copied' : 'Copy as curl'}
        </button>
      </div>
    </Dialog>
  );
}
