import { useQuery } from '@tanstack/react-query';
import { stagesQuery } from '../../api/queries.js';
import type { Schemas } from '../../api/types.js';
import { inWords } from '../../words/run-words.js';

type Fault = Schemas['Fault'];
const KINDS = ['error', 'hang', 'delay'] as const;
const MOST = 20;

/** Failures to try out, where the service allows that. */
export function FaultFields({
  value,
  change,
}: {
  value: readonly Fault[];
  change: (value: readonly Fault[]) => void;
}) {
  const { data } = useQuery(stagesQuery);
  const stages = data?.pipelines.find(({ id }) => id === 'simulation')?.stages ?? [];
  const replace = (index: number, fault: Fault) => change(value.with(index, fault));
  return (
    <fieldset className="interventions">
      <legend>Faults to try out</legend>
      {value.map((fault, index) => (
        <div key={index} className="intervention intervention-line">
          <label className="field grow">
            <span>Stage</span>
            <select
              value={fault.stage_node}
              onChange={(event) => replace(index, { ...fault, stage_node: event.target.value })}
            >
              {stages.map(({ id }) => (
                <option key={id} value={id}>
                  {inWords(id)}
                </option>
              ))}
            </select>
          </label>
          <label className="field">
            <span>What</span>
            <select
              value={fault.kind}
              onChange={(event) => replace(index, faultOf(event.target.value as Fault['kind'], fault))}
            >
              {KINDS.map((kind) => (
                <option key={kind}>{kind}</option>
              ))}
            </select>
          </label>
          <label className="field">
            <span>Attempts</span>
            <select
              value={String(fault.attempts)}
              onChange={(event) =>
                replace(index, {
                  ...fault,
                  attempts: event.target.value === 'all' ? 'all' : Number(event.target.value),
                })
              }
            >
              {[1, 2, 3, 4, 5].map((number) => (
                <option key={number} value={number}>
                  first {number}
                </option>
              ))}
              <option>all</option>
            </select>
          </label>
          {fault.kind === 'delay' && (
            <label className="field">
              <span>Delay (ms)</span>
              <input
                type="number"
                min={1}
                value={fault.delay_ms ?? 1_000}
                onChange={(event) => replace(index, { ...fault, delay_ms: event.target.valueAsNumber || 1 })}
              />
            </label>
          )}
          <button
            type="button"
            className="quiet"
            aria-label={`Remove fault ${index + 1}`}
            onClick={() => change(value.toSpliced(index, 1))}
          >
            ×
          </button>
        </div>
      ))}
      {value.length < MOST && (
        <button
          type="button"
          className="small"
          onClick={() =>
            change([...value, { stage_node: stages[0]?.id ?? 'round_loop', kind: 'error', attempts: 1 }])
          }
        >
          Add a fault
        </button>
      )}
    </fieldset>
  );
}

function faultOf(kind: Fault['kind'], { stage_node, attempts }: Fault): Fault {
  return { stage_node, attempts, kind, ...(kind === 'delay' && { delay_ms: 1_000 }) };
}
