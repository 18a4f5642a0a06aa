import type { Schemas } from '../../../api/types.js';

/** What was blacked out in the request, and why. */
export function Redactions({ redactions }: { redactions: readonly Schemas['Redaction'][] }) {
  return (
    <ul className="redactions muted" aria-label="Blacked out">
      {redactions.map(({ pointer, code, rule_id }) => (
        <li key={pointer + code}>
          Blacked out in <code>{pointer}</code>: <code>{code}</code> ({rule_id})
        </li>
      ))}
    </ul>
  );
}
