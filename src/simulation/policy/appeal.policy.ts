import { clamp } from '../domain/numbers.js';
import { RULES } from '../domain/roles.js';
import { share, type Dial } from '../domain/seed.js';
import { THREAD_STATUSES, isAtLeast, type ThreadStatus } from '../domain/thread-state.js';
import type { AccountType } from '../casting/cast.policy.js';
import type { EvidenceGrade } from '../packs/schema/world.pack.js';

/** What decides about a case. */
export interface ModerationCase {
  readonly status: ThreadStatus;
  readonly reports: number;
  readonly severity: number;
  readonly sanctionLevel: number;
  readonly views: number;
  readonly hoursLeft: number;
  readonly grade: EvidenceGrade;
  readonly dial: Dial;
  /** The account of the thread's author; null when nobody's comment got through. */
  readonly author: AccountType | null;
}

/** What became of an appeal. `missing`: none was filed. */
export type AppealOutcome = 'accepted' | 'rejected' | 'delayed' | 'missing';

/** A step of the hearing: an action, the rule that it rests on, and the thread afterwards. */
interface HearingStep {
  readonly action_type: string;
  readonly reason_rule_id: string;
  readonly next_status: ThreadStatus;
  readonly sanction_level: number;
  readonly reports: number;
}

/** Chances of an appeal: a base, the dial's share of evidence, the grade, and who files it. */
const CHANCE = {
  base: 0.1,
  evidence: 0.6,
  grade: { A: 0.25, B: 0.1, C: 0 },
  account: { public: 0.15, alias: 0.05, mask: 0 },
} as const;
/** An appeal is put off when fewer hours are left. */
const DELAY_HOURS = 24;
/** The share of a thread's views that a backlash turns into reports, and its bounds. */
const REACH = { share: 0.006, least: 1, most: 12 } as const;
/** From which reports, or which severity, a locked thread that nobody defends goes on. */
const GHOST = { reports: 25, severity: 2 } as const;
const SANCTION = { reports: 30, severity: 3 } as const;

/** What becomes of the appeal. `draw` is a number from 0 to 1. */
export function appealOutcome(given: ModerationCase, draw: number): AppealOutcome {
  if (given.author === null || given.hoursLeft === 0) return 'missing';
  if (given.grade === 'C' || given.hoursLeft < DELAY_HOURS) return 'delayed';
  return draw < appealChance(given) ? 'accepted' : 'rejected';
}

/** How likely an appeal is to be accepted, 0..1. */
export function appealChance({ dial, grade, author }: ModerationCase): number {
  const account = author === null ? 0 : CHANCE.account[author];
  return clamp(CHANCE.base + CHANCE.evidence * share(dial, 'E') + CHANCE.grade[grade] + account, 0, 1);
}

/** The steps that a hearing takes, in order; none for a thread that is not hidden or locked. */
export function hearCase(given: ModerationCase, outcome: AppealOutcome): HearingStep[] {
  if (given.status !== 'hidden' && given.status !== 'locked') return [];
  if (outcome === 'accepted') return [acceptance(given)];
  const steps = refusal(given, outcome);
  const reports = steps.at(-1)?.reports ?? given.reports;
  return [...steps, ...consequences({ ...given, reports })];
}

function acceptance({ status, sanctionLevel, reports }: ModerationCase): HearingStep {
  const next_status = THREAD_STATUSES[THREAD_STATUSES.indexOf(status) - 1] ?? 'visible';
  const sanction_level = Math.max(0, sanctionLevel - 1);
  return {
    action_type: 'APPEAL',
    reason_rule_id: RULES.appealAccepted,
    next_status,
    sanction_level,
    reports,
  };
}

/** An appeal that is rejected or put off; one that is put off brings a backlash. */
function refusal(given: ModerationCase, outcome: AppealOutcome): HearingStep[] {
  const { status: next_status, sanctionLevel: sanction_level, reports, views } = given;
  const rule = { reason_rule_id: RULES.appealRejected, next_status, sanction_level };
  if (outcome === 'rejected') return [{ action_type: 'APPEAL_REJECT', ...rule, reports }];
  if (outcome === 'missing') return [];
  const reach = clamp(Math.round(views * REACH.share), REACH.least, REACH.most);
  return [
    { action_type: 'APPEAL_DELAY', ...rule, reports },
    { action_type: 'CONSPIRACY_BACKLASH', ...rule, reports: reports + reach },
  ];
}

/** What a locked thread comes to when no appeal has helped it. */
function consequences({ status, reports, severity }: ModerationCase): HearingStep[] {
  const isBad = (bound: { reports: number; severity: number }) =>
    reports >= bound.reports || severity >= bound.severity;
  if (!isAtLeast(status, 'locked') || !isBad(GHOST)) return [];
  const ghost: HearingStep = {
    action_type: 'GHOST_THREAD',
    reason_rule_id: RULES.ghost,
    next_status: 'ghost',
    sanction_level: 4,
    reports,
  };
  if (!isBad(SANCTION)) return [ghost];
  const sanction = {
    action_type: 'SANCTION_USER',
    reason_rule_id: RULES.sanction,
    sanction_level: 5,
    reports,
  };
  return [ghost, { ...sanction, next_status: 'sanctioned' }];
}
