import { RULES } from '../domain/roles.js';
import {
  CommentGate,
  type CommentGateHandler,
  type GateSituation,
  type GatedComment,
  type Violation,
} from './comment-gate.js';
import { matcherOf } from './term-matcher.js';

/** Claims of fact that cite nothing, and claims that are certain and uncertain at once. */
@CommentGate({ name: 'lore' })
export class LoreGate implements CommentGateHandler {
  check({ text, intent, evidence }: GatedComment, { world }: GateSituation): Violation[] {
    const { claim_markers, contradiction_term_groups, rule_ids } = world.packs.rule.gate_policy.lore;
    const violations: Violation[] = [];
    const claimsFact = intent === 'evidence' || matcherOf(claim_markers).find(text).length > 0;
    if (claimsFact && !evidence) {
      violations.push({
        rule_id: rule_ids['EVIDENCE_MISSING'] ?? RULES.evidence,
        code: 'EVIDENCE_MISSING',
        message: 'The text claims a fact and cites nothing.',
        severity: 'medium',
      });
    }
    const contradicts = contradiction_term_groups.some(
      ({ positives, negatives }) =>
        matcherOf(positives).find(text).length > 0 && matcherOf(negatives).find(text).length > 0,
    );
    if (contradicts) {
      violations.push({
        rule_id: rule_ids['CONSISTENCY_CONFLICT'] ?? RULES.consistency,
        code: 'CONSISTENCY_CONFLICT',
        message: 'The text is certain and uncertain about one thing.',
        severity: 'medium',
      });
    }
    return violations;
  }
}
