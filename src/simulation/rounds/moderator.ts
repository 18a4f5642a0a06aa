import { nextTransition, sanctionLevel } from '../policy/transition.policy.js';
import type { Reception } from './audience.js';
import type { RoundCount } from './round-count.js';
import type { RoundSetting } from './round-setting.js';

/** Whoever acts when no persona does. */
export const MODERATION = 'moderation';

/** Moderation's step after a comment: one at the most. */
export function moderate(
  setting: RoundSetting,
  count: RoundCount,
  { account }: Pick<Reception, 'account'>,
): void {
  const { loop } = setting;
  const step = nextTransition(loop.status, loop.reports, loop.severity, account);
  const prev_status = loop.status;
  if (step) loop.status = step.next;
  const level = sanctionLevel(loop.reports, loop.status);
  const delta = level - loop.sanction_level;
  loop.sanction_level = level;
  if (!step) return;
  count.policyEvents += 1;
  setting.emit({
    type: 'action',
    round: count.round,
    action_type: step.action_type,
    actor_id: MODERATION,
    target_id: setting.thread.candidate_id,
    status: loop.status,
    prev_status,
    next_status: step.next,
    reason_rule_id: step.reason_rule_id,
    sanction_level: level,
    delta,
  });
}
