import { DEFAULT_ESCALATION } from '../domain/roles.js';
import type { ThreadStatus } from '../domain/thread-state.js';
import type { CommentFlow, EscalationCondition } from '../packs/schema/template.pack.js';

/** The sections of a thread's body; unless given, the part of each phase after its colon. */
export function bodySections(flow: CommentFlow | undefined): string[] {
  if (!flow) return [];
  if (flow.body_sections.length > 0) return flow.body_sections;
  return flow.phases.flatMap((phase) => phase.split(':').slice(1).join(':').trim() || []);
}

/** An escalation that a flow may come to, once a run. */
export interface Escalation {
  readonly action_type: string;
  readonly reason_rule_id: string;
  readonly condition: EscalationCondition;
}

/** The escalations of a flow; the usual two when it has none of its own. */
export function escalationsOf(flow: CommentFlow | undefined): readonly Escalation[] {
  if (flow && flow.escalation_rules.length > 0) return flow.escalation_rules;
  return DEFAULT_ESCALATION.map(({ reports, action, rule }) => ({
    action_type: action,
    reason_rule_id: rule,
    condition: { reports_gte: reports, status_in: [] },
  }));
}

/** Whether all conditions of an escalation that are given hold. */
export function escalates(
  { condition }: Escalation,
  thread: { readonly reports: number; readonly round: number; readonly status: ThreadStatus },
): boolean {
  const { reports_gte = 0, round_gte = 0, status_in } = condition;
  if (thread.reports < reports_gte || thread.round < round_gte) return false;
  return status_in.length === 0 || status_in.includes(thread.status);
}
