import type { AccountType } from '../casting/cast.policy.js';
import type { Speaker } from '../packs/world.js';
import { nextTransition, sanctionLevel } from '../policy/transition.policy.js';
import { graveReason } from '../policy/reaction.policy.js';
import type { WrittenComment } from './comment-writer.js';
import { postNotice } from './notices.js';
import type { RoundCount } from './round-count.js';
import type { RoundSetting } from './round-setting.js';

/** Whoever acts when no persona does. */
export const MODERATION = 'moderation';

/** A comment that moderation looks at, and who else is there. */
interface Occasion {
  readonly comment: Pick<WrittenComment, 'speaker' | 'unsafe' | 'codes'>;
  readonly account: AccountType;
  readonly cast: readonly Speaker[];
}

/** Moderation's step after a comment, one at the most, with a notice that tells of it. */
export function moderate(
  setting: RoundSetting,
  count: RoundCount,
  { comment, account, cast }: Occasion,
): void {
  const { loop } = setting;
  if (comment.unsafe) loop.grave_reason = graveReason(comment.codes);
  const reports = loop.reports - (loop.pardoned ?? 0);
  const step = nextTransition(loop.status, reports, loop.severity, account);
  const prev_status = loop.status;
  if (step) loop.status = step.next;
  const level = sanctionLevel(reports, loop.status);
  const delta = level - loop.sanction_level;
  loop.sanction_level = level;
  if (!step) return;
  count.policyEvents += 1;
  const { action_type, reason_rule_id } = step;
  setting.emit({
    type: 'action',
    round: count.round,
    action_type,
    actor_id: MODERATION,
    target_id: setting.thread.candidate_id,
    status: loop.status,
    prev_status,
    next_status: step.next,
    reason_rule_id,
    sanction_level: level,
    delta,
  });
  const kind = action_type === 'HIDE_PREVIEW' ? 'hide' : 'lock';
  const others = cast.filter(({ id }) => id !== comment.speaker.id);
  postNotice(setting, { round: count.round, kind, reason_rule_id }, others.length > 0 ? others : cast);
}
