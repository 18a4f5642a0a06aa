import type { Schemas } from '../../api/types.js';
import { counted } from '../../words/numbers.js';
import { inWords } from '../../words/run-words.js';
import { AXES } from '../start/dial.js';

type Values = Schemas['GroupValues'];

/** An intervention in a few words. */
function interventionWords({ round, kind, text, action, stakeholder }: Schemas['Intervention']): string {
  const said = text ?? action;
  const who = stakeholder ? ` by ${stakeholder}` : '';
  return `round ${round}: ${inWords(kind)}${who}${said ? ` – ${said}` : ''}`;
}

/** What the runs of a group have in common, in a few words; empty where nothing is varied. */
export function groupWords({ packs, dial, rounds, interventions }: Values): string {
  return [
    packs !== undefined && `packs ${packs}`,
    dial && AXES.map((axis) => `${axis} ${dial[axis] ?? 0}`).join(' '),
    rounds !== undefined && counted(rounds, 'round'),
    interventions && interventionsWords(interventions),
  ]
    .filter((part) => typeof part === 'string')
    .join(' · ');
}

function interventionsWords(interventions: readonly Schemas['Intervention'][]): string {
  if (interventions.length === 0) return 'no intervention';
  return interventions.map(interventionWords).join('; ');
}
