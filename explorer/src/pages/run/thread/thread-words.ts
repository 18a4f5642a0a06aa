import { inWords } from '../../../words/run-words.js';

const ACTION_WORDS: Readonly<Record<string, string>> = {
  HIDE_PREVIEW: 'The preview was hidden',
  LOCK_THREAD: 'The thread was locked',
  RESTORE: 'The thread was opened by one step',
  GHOST_THREAD: 'The thread was made a ghost',
  SANCTION_USER: 'The author was sanctioned',
  FLOW_ESCALATE_REVIEW: 'The thread was put under review',
};

/** What somebody did to the thread. */
export const actionWords = (type: string): string => ACTION_WORDS[type] ?? capitalized(inWords(type));

export const NOTICE_WORDS: Readonly<Record<string, string>> = {
  hide: 'Notice: hidden',
  lock: 'Notice: locked',
  warning: 'Warning',
  restore: 'Notice: opened again',
};

export const INTERVENTION_WORDS: Readonly<Record<string, string>> = {
  reveal: 'A hidden fact comes out',
  fact: 'A new fact becomes known',
  statement: 'A stakeholder speaks',
  evidence_lost: 'The evidence is lost',
  moderate: 'A moderator acts',
};

export const STANCE_WORDS: Readonly<Record<string, string>> = {
  for: 'somebody has to answer for it',
  against: 'nobody has to answer for it',
  undecided: 'undecided',
};

export const REPLY_WORDS: Readonly<Record<string, string>> = {
  agree: 'agrees with',
  oppose: 'opposes',
  ask: 'asks',
};

export const ACCOUNT_WORDS: Readonly<Record<string, string>> = {
  public: 'under their own name',
  alias: 'under an alias',
  mask: 'behind a mask',
};

/** The reasons of reports, the most frequent first. */
export function reasonWords(reasons: Readonly<Record<string, number | undefined>> | undefined): string {
  return Object.entries(reasons ?? {})
    .toSorted(([, a = 0], [, b = 0]) => b - a)
    .map(([reason, times]) => `${inWords(reason)}${(times ?? 0) > 1 ? ` ×${times}` : ''}`)
    .join(', ');
}

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
