import type { Row } from '../../../api/types.js';

/** Members that say most of a row, the first that is there first. */
const TELLING = ['rendered_title', 'text', 'error', 'action_type', 'termination_reason', 'reason'] as const;
const FIGURES = [
  'round',
  'node_id',
  'attempt',
  'outcome',
  'persona_name',
  'persona_id',
  'kind',
  'phase',
  'status',
  'from',
  'to',
  'comment_count',
  'upvote_count',
  'report_count',
  'error_code',
] as const;
const LONGEST = 300;

/** A row in a line. */
export function briefOf(row: Row): string {
  const figures = FIGURES.flatMap((name) => {
    const value = row[name];
    return typeof value === 'string' || typeof value === 'number'
      ? [`${name.replace(/_(id|name)$/, '')} ${value}`]
      : [];
  });
  const telling = TELLING.map((name) => row[name]).find((value) => typeof value === 'string' && value !== '');
  const objections = gateWords(row);
  return [...figures, objections, telling]
    .filter(Boolean)
    .join(' · ')
    .replaceAll(/\s+/g, ' ')
    .slice(0, LONGEST);
}

function gateWords(row: Row): string {
  const gates = row['gates'];
  if (row.type !== 'gate' || !Array.isArray(gates)) return '';
  const failed = (gates as { gate_name: string; passed: boolean }[]).filter(({ passed }) => !passed);
  return failed.length === 0 ? 'passed' : `refused by ${failed.map(({ gate_name }) => gate_name).join(', ')}`;
}
