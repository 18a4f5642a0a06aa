import type { Names } from '../report/names.js';
import { numberAt, objectAt, textAt, type ReportRow } from '../report/row-fields.js';
import { codeWords, counted } from '../domain/wording.js';
import { plain, words, type Words } from './words.js';

/** What an action says of the thread, by its code; other codes are read as words. */
const ACTIONS: Readonly<Record<string, (row: ReportRow, actor: string) => Words>> = {
  HIDE_PREVIEW: () => plain('Moderation hides the preview of the thread'),
  LOCK_THREAD: () => plain('Moderation locks the thread'),
  RESTORE: () => plain('Moderation opens the thread by one step'),
  GHOST_THREAD: () => plain('Moderation makes the thread a ghost, which nobody is shown'),
  SANCTION_USER: () => plain('Moderation sanctions the author of the thread'),
  APPEAL: (_, actor) => words`${actor} appeals, and the appeal is accepted`,
  APPEAL_REJECT: (_, actor) => words`${actor} appeals, and the appeal is rejected`,
  APPEAL_DELAY: (_, actor) => words`${actor} appeals, and the appeal is put off`,
  CONSPIRACY_BACKLASH: (row) =>
    words`A backlash follows${plain(backlashReports(numberAt(row, 'report_delta')))}`,
  FLOW_ESCALATE_REVIEW: () => plain('The thread is put up for review'),
  FLOW_ESCALATE_LOCK_HINT: () => plain('Readers are warned that the thread may be locked'),
  NO_ACTION: () => plain('Moderation leaves the thread alone'),
};

/** What was decided, by the code of the action. */
const DECISIONS: Readonly<Record<string, string>> = {
  NO_ACTION: 'nothing was done',
  HIDE_PREVIEW: 'the preview was hidden',
  LOCK_THREAD: 'the thread was locked',
  RESTORE: 'the thread was opened by one step',
  GHOST_THREAD: 'the thread was made a ghost',
  SANCTION_USER: 'the author was sanctioned',
  APPEAL: 'the appeal was accepted',
  APPEAL_REJECT: 'the appeal was rejected',
  APPEAL_DELAY: 'the appeal was put off',
  CONSPIRACY_BACKLASH: 'the appeal was put off, and a backlash followed',
  FLOW_ESCALATE_REVIEW: 'the thread was put up for review',
  FLOW_ESCALATE_LOCK_HINT: 'readers were warned of a lock',
};

/** The sentence of an `action` row. */
export function actionSentence(row: ReportRow, names: Names): Words {
  const [before, after] = [textAt(row, 'prev_status'), textAt(row, 'next_status')];
  const changed = before === after || after === '' ? [] : words`; it is ${after} now`;
  return words`${done(row, names)}${changed}${underRule(row, names)}.`;
}

/** The sentence of a `moderation_decision` row; null when nothing was decided. */
export function decisionSentence(row: ReportRow, names: Names): Words | null {
  const appeal = objectAt(row, 'appeal');
  const outcome = textAt(appeal, 'outcome');
  const action = textAt(row, 'action_type', 'NO_ACTION');
  if (action === 'NO_ACTION' && outcome === '') return null;
  const round = numberAt(row, 'round');
  const decided = Object.hasOwn(DECISIONS, action)
    ? plain(DECISIONS[action] ?? '')
    : words`${codeWords(action)}`;
  const reports = counted(numberAt(row, 'report_total'), 'report');
  const isUnheard = outcome === 'missing' || (outcome !== '' && textAt(appeal, 'filed_by') === '');
  const hearing = plain(isUnheard ? ' Nobody appealed.' : '');
  return words`Round ${round}: ${decided}${underRule(row, names)}; ${plain(reports)} so far, and the thread is ${textAt(row, 'status_after')}.${hearing}`;
}

function done(row: ReportRow, names: Names): Words {
  const code = textAt(row, 'action_type');
  const known = Object.hasOwn(ACTIONS, code) ? ACTIONS[code] : undefined;
  const actor = textAt(row, 'actor_id');
  return known?.(row, names.of('persona', actor)) ?? words`Moderation notes: ${codeWords(code)}`;
}

function underRule(row: ReportRow, names: Names): Words {
  const rule = textAt(row, 'reason_rule_id');
  return rule === '' ? [] : words`, under the rule “${names.of('rule', rule)}”`;
}

function backlashReports(count: number): string {
  return count > 0 ? `, with ${counted(count, 'further report')}` : '';
}
