import type { MemeState } from '../policy/meme.policy.js';
import type { AnsweredKind } from '../policy/moderation-text.policy.js';
import type { ReasonCounts, ReportReason } from '../policy/reaction.policy.js';
import type { AccountType } from '../casting/cast.policy.js';
import type { Intent } from './intent.js';
import type { NewsKind } from './intervention.js';
import type { HeldPosition, PositionStance } from './position.js';
import type { ReplyStance, SpeechAct } from './speech-act.js';
import type { TokenCount } from './token-count.js';

/** Where a thread stands; each is worse than the one before. */
export const THREAD_STATUSES = ['visible', 'hidden', 'locked', 'ghost', 'sanctioned'] as const;
export type ThreadStatus = (typeof THREAD_STATUSES)[number];

/** Whether a thread is as bad as `status`, or worse. */
export function isAtLeast(actual: ThreadStatus, status: ThreadStatus): boolean {
  return THREAD_STATUSES.indexOf(actual) >= THREAD_STATUSES.indexOf(status);
}

/** What ended the round loop. */
export type TerminationReason = 'moderation_lock' | 'thread_quiet' | 'evidence_expired' | 'round_limit';

/** What a persona remembers of its own comments. */
export interface PersonaMemory {
  comments: number;
  upvotes: number;
  reports: number;
  last_intent: Intent | null;
  /** Where its last comment was received: more reports, more upvotes, or neither. */
  mood: 'none' | 'reported' | 'upvoted';
}

/** A comment as those who speak next see it. */
export interface SpokenComment {
  readonly persona_id: string;
  readonly name: string;
  readonly intent: Intent;
  readonly claim: string;
  /** Its row in the run log. */
  readonly seq: number;
  readonly act: SpeechAct;
  readonly stance: PositionStance;
  /** The fact that it cites; null when it cites none. */
  readonly fact_id: string | null;
  /** What it speaks of, in a few words. */
  readonly thing: string | null;
  /** The stakeholder whom its author has in mind. */
  readonly about: string | null;
  /** Whom it answers. */
  readonly to: string | null;
}

/** An answer that a persona owes. */
export interface Debt {
  readonly to: string;
  /** The comment that waits for it, and how that one answered before. */
  readonly comment: SpokenComment;
  readonly stance: ReplyStance;
  /** Turns that are left to answer in. */
  readonly turns: number;
}

/** The thread that was selected, as the later stages need it. */
export interface SelectedThread {
  readonly candidate_id: string;
  readonly title: string;
  readonly text: string;
  readonly community_id: string;
  readonly thread_template_id: string;
  readonly comment_flow_id: string;
  readonly event_card_id: string | null;
  readonly meme_seed_id: string | null;
  /** The persona that opened it; missing in runs of version 0.2 and before. */
  readonly author?: { readonly persona_id: string; readonly name: string } | null;
}

/** Who opened a thread, and appeals for it; its account is the one that it speaks with. */
export interface ThreadAuthor {
  readonly persona_id: string;
  readonly account_type: AccountType;
}

/** A moderator's notice, as those who speak next see it. */
export interface PostedNotice {
  readonly round: number;
  readonly kind: AnsweredKind;
  readonly text: string;
}

/** An intervention as those who speak next see it. */
export interface PostedNews {
  /** Which of the run's interventions it is. */
  readonly place: number;
  readonly round: number;
  /** Its row in the run log. */
  readonly seq: number;
  readonly kind: NewsKind;
  /** What it says to the question of positions; null when nothing. */
  readonly stance: PositionStance | null;
  /** Comments that took it up, and those that did not. */
  taken: number;
  passed: number;
}

/** The run's state between checkpoints: its size does not grow with the number of rounds. */
export interface SimulationState {
  thread?: SelectedThread;
  loop?: LoopState;
  end?: {
    termination_reason: TerminationReason;
    ended_round: number;
    status: ThreadStatus;
    /** Whether the report that the log gives passes its gate. */
    report_gate_pass: boolean;
  };
}

/** The state of the round loop, and of the thread after it. */
export interface LoopState {
  /** The last round that was played. */
  round: number;
  status: ThreadStatus;
  sanction_level: number;
  /** The worst safety finding: 0, 2 or 3. */
  severity: number;
  reports: number;
  views: number;
  upvotes: number;
  comments: number;
  evidence_hours_left: number;
  /** Rounds running in which nobody's comment got through. */
  quiet_rounds: number;
  /** The best comment score of the round before. */
  best_score: number;
  memory: Record<string, PersonaMemory>;
  /** Which of the flow's escalations have happened, by their place in its list. */
  escalated: number[];
  /** The board that the thread was crossposted to, and who came over; null before. */
  inflow: { board_id: string; arrivals: string[] } | null;
  meme: MemeState;
  /** The last comments that got through, oldest first. */
  recent: SpokenComment[];
  /** Whoever appeals: who opened the thread; where nobody is known to have, the author of its first comment. */
  author: ThreadAuthor | null;
  /** The reports so far by reason; runs that began with version 0.2 have none. */
  report_reasons?: ReasonCounts;
  /** What moderation told the thread last. */
  notice?: PostedNotice;
  /** What the gravest safety finding that survived is about. */
  grave_reason?: ReportReason;
  /** The positions of those who have spoken; this and the next two are missing in runs of version 0.2 and before. */
  positions?: Record<string, HeldPosition>;
  /** Answers that are owed. */
  debts?: Debt[];
  /** Comments that came near each hidden fact, by its place in the seed. */
  near?: Record<string, number>;
  /** The interventions that may still be taken up; absent while there was none. */
  news?: PostedNews[];
  /** Whether an intervention has taken the evidence away: its hours count down no more. */
  evidence_lost?: boolean;
  /** Reports that a moderator has made up for by restoring the thread: they move it no more. */
  pardoned?: number;
  /** What the language model has cost; absent when none was asked. */
  tokens?: TokenCount;
  /** What ended the loop; null while it goes on. */
  termination_reason: TerminationReason | null;
}

/** The state before the first round. */
export function startLoop(evidenceHours: number): LoopState {
  return {
    round: 0,
    status: 'visible',
    sanction_level: 0,
    severity: 0,
    reports: 0,
    views: 0,
    upvotes: 0,
    comments: 0,
    evidence_hours_left: evidenceHours,
    quiet_rounds: 0,
    best_score: 0,
    memory: {},
    escalated: [],
    inflow: null,
    meme: { phase: 'none', heat: 0 },
    recent: [],
    positions: {},
    debts: [],
    near: {},
    author: null,
    termination_reason: null,
  };
}

/** Forgets, after the last round, what only another one would need: each stage reads the state, and writes it again. */
export function endLoop(loop: LoopState): void {
  Object.assign(loop, { memory: {}, recent: [], positions: {}, debts: [] });
  delete loop.notice;
  delete loop.news;
}
