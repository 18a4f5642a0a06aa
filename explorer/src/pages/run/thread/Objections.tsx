import { counted } from '../../../words/numbers.js';
import type { GateRow } from './thread-types.js';

/** What the gates found in texts before one was let through, or none. */
export function Objections({ gates }: { gates: readonly GateRow[] }) {
  return (
    <details className="objections">
      <summary>The gates objected to {counted(gates.length, 'draft')}</summary>
      <ul>
        {gates.map((gate) => (
          <li key={gate.seq}>
            Draft {gate.generation_attempt}
            <ul>
              {gate.gates
                .filter(({ passed }) => !passed)
                .map(({ gate_name, reason, violations }) => (
                  <li key={gate_name}>
                    <b>{gate_name}</b>
                    {reason && violations.length === 0 && <span dir="auto">: {reason}</span>}
                    {violations.map(({ code, message, severity, rule_id }) => (
                      <p key={code + message}>
                        <code>{code}</code> <span dir="auto">{message}</span>{' '}
                        <span className="muted">
                          {severity}, {rule_id}
                        </span>
                      </p>
                    ))}
                  </li>
                ))}
            </ul>
          </li>
        ))}
      </ul>
    </details>
  );
}
