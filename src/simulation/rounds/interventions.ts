import { newsKindOf, type Intervention, type ModeratorAction } from '../domain/intervention.js';
import { RULES } from '../domain/roles.js';
import { isAtLeast, type ThreadStatus } from '../domain/thread-state.js';
import { meaningOf } from '../generation/news.policy.js';
import { sanctionLevel } from '../policy/transition.policy.js';
import { MODERATION } from './moderator.js';
import { postDecision } from './notices.js';
import type { RoundCount } from './round-count.js';
import type { RoundSetting } from './round-setting.js';

/** Rounds in which an intervention is news: its own and the next. */
const NEWS_ROUNDS = 2;

/** Lets the interventions of a round happen, before anybody speaks. */
export function intervene(setting: RoundSetting, count: RoundCount): void {
  const { loop } = setting;
  const { round } = count;
  if (loop.news) loop.news = loop.news.filter((news) => round - news.round < NEWS_ROUNDS);
  for (const place of setting.placesOf(round)) {
    const intervention = setting.happen(place);
    const seq = setting.emit(rowOf(setting, intervention, place));
    const kind = newsKindOf(intervention);
    const stance = meaningOf(kind, setting.random.stream(`intervention:${place}/meaning`));
    (loop.news ??= []).push({ place, round, seq, kind, stance, taken: 0, passed: 0 });
    if (intervention.kind === 'evidence_lost') {
      loop.evidence_hours_left = 0;
      loop.evidence_lost = true;
    }
    if (intervention.kind === 'moderate') moderateNow(setting, count, intervention.action);
  }
}

function rowOf(setting: RoundSetting, intervention: Intervention, place: number) {
  const { round, kind, redactions, ...told } = intervention;
  const { loop } = setting;
  const evidence = setting.evidenceOf(place);
  return {
    type: 'intervention',
    round,
    kind,
    ...told,
    ...(evidence && { text: evidence.text, evidence_id: evidence.id, evidence_grade: evidence.grade }),
    ...(kind === 'evidence_lost' && { evidence_hours_left: loop.evidence_hours_left }),
    ...(kind === 'moderate' && { status: loop.status }),
    ...(redactions && { redactions }),
  };
}

/** A step that a moderator takes. */
interface Step {
  readonly action_type: ModeratorAction;
  readonly next: ThreadStatus;
}

/** What a moderator does to the thread, step by step; nothing where it is done already, but the thread is told. */
function moderateNow(setting: RoundSetting, count: RoundCount, action: ModeratorAction): void {
  const { loop } = setting;
  for (const step of stepsOf(action, loop.status)) take(setting, count, step);
  postDecision(setting, { round: count.round, kind: NOTICE_OF[action], reason_rule_id: RULE_OF[action] });
}

const NOTICE_OF = { HIDE_PREVIEW: 'hide', LOCK_THREAD: 'lock', RESTORE: 'restore' } as const;
const RULE_OF: Readonly<Record<ModeratorAction, string>> = {
  HIDE_PREVIEW: RULES.hide,
  LOCK_THREAD: RULES.lock,
  RESTORE: RULES.appealAccepted,
};

/** A thread goes from one status to the next, so that a visible one that is locked is hidden before. */
function stepsOf(action: ModeratorAction, status: ThreadStatus): Step[] {
  const hide: Step = { action_type: 'HIDE_PREVIEW', next: 'hidden' };
  if (action === 'RESTORE') {
    if (status === 'visible') return [];
    return [{ action_type: action, next: status === 'hidden' ? 'visible' : 'hidden' }];
  }
  const first = status === 'visible' ? [hide] : [];
  if (action === 'HIDE_PREVIEW' || isAtLeast(status, 'locked')) return first;
  return [...first, { action_type: 'LOCK_THREAD', next: 'locked' }];
}

/** A thread that is restored begins anew: what was reported until then hides it no more. */
function take(setting: RoundSetting, count: RoundCount, { action_type, next }: Step): void {
  const { loop, thread } = setting;
  const [prev_status, before] = [loop.status, loop.sanction_level];
  loop.status = next;
  if (action_type === 'RESTORE') {
    loop.pardoned = loop.reports;
    loop.severity = 0;
  }
  loop.sanction_level = sanctionLevel(loop.reports - (loop.pardoned ?? 0), next);
  count.policyEvents += 1;
  setting.emit({
    type: 'action',
    round: count.round,
    action_type,
    actor_id: MODERATION,
    target_id: thread.candidate_id,
    status: next,
    prev_status,
    next_status: next,
    reason_rule_id: RULE_OF[action_type],
    sanction_level: loop.sanction_level,
    delta: loop.sanction_level - before,
  });
}
