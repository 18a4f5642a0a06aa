import { codeWords } from '../domain/wording.js';
import { textAt, type ReportRow } from '../report/row-fields.js';
import { plain, words, type Words } from './words.js';

/** What a moderator steps in for, by its action. */
const ACTIONS: ReadonlyMap<string, string> = new Map([
  ['HIDE_PREVIEW', 'hide the thread'],
  ['LOCK_THREAD', 'lock the thread'],
  ['RESTORE', 'restore the thread'],
]);

/** The sentence of an `intervention` row. */
export function interventionSentence(row: ReportRow): Words {
  const [kind, text] = [textAt(row, 'kind'), textAt(row, 'text')];
  if (kind === 'reveal') return words`A hidden fact comes out: “${text}”`;
  if (kind === 'fact') return words`A new fact is known: “${text}”`;
  if (kind === 'statement') return words`A statement by ${textAt(row, 'stakeholder')}: “${text}”`;
  if (kind === 'evidence_lost') return plain('The evidence is lost.');
  const action = textAt(row, 'action');
  return words`A moderator steps in, to ${ACTIONS.get(action) ?? codeWords(action)}.`;
}
