import type { AccountType } from '../casting/cast.policy.js';
import { RULES } from '../domain/roles.js';
import type { ThreadStatus } from '../domain/thread-state.js';

/** Total reports at which a thread is hidden, and locked. */
export const THRESHOLDS = { hidden: 10, locked: 20 } as const;
/** What the account of whoever speaks adds to the thresholds: named and verified writers are given more rope. */
export const THRESHOLD_SHIFT: Readonly<Record<AccountType, number>> = { public: 4, alias: 0, mask: -2 };
/** The severity from which a hidden thread is locked, whatever its reports. */
const LOCKING_SEVERITY = 2;

/** Reports from which on a sanction level applies, and the least level of a status. */
const LEVELS = [5, 12, 19, 26, 32] as const;
const LEVEL_FLOOR: Readonly<Record<ThreadStatus, number>> = {
  visible: 0,
  hidden: 2,
  locked: 3,
  ghost: 4,
  sanctioned: 5,
};

/** A step that moderation takes. */
interface Transition {
  readonly action_type: 'HIDE_PREVIEW' | 'LOCK_THREAD';
  readonly reason_rule_id: string;
  readonly next: ThreadStatus;
}

/** The step, one at the most, that follows a comment; null when the thread stays as it is. */
export function nextTransition(
  status: ThreadStatus,
  reports: number,
  severity: number,
  account: AccountType,
): Transition | null {
  const shift = THRESHOLD_SHIFT[account];
  if (status === 'visible' && reports >= THRESHOLDS.hidden + shift) {
    return { action_type: 'HIDE_PREVIEW', reason_rule_id: RULES.hide, next: 'hidden' };
  }
  if (status === 'hidden' && (reports >= THRESHOLDS.locked + shift || severity >= LOCKING_SEVERITY)) {
    return { action_type: 'LOCK_THREAD', reason_rule_id: RULES.lock, next: 'locked' };
  }
  return null;
}

/** The sanction level of a thread, 0..5. */
export function sanctionLevel(reports: number, status: ThreadStatus): number {
  const byReports = LEVELS.filter((threshold) => reports >= threshold).length;
  return Math.max(byReports, LEVEL_FLOOR[status]);
}

/** The severity of safety findings that survived regeneration: 0 for none, 2 for one, 3 for two in one round. */
export function severityOf(survivedThisRound: number): number {
  return survivedThisRound === 0 ? 0 : Math.min(3, 1 + survivedThisRound);
}
