import { RULES } from '../domain/roles.js';
import {
  CommentGate,
  type CommentGateHandler,
  type GateSituation,
  type GatedComment,
  type Violation,
} from './comment-gate.js';

const CODE = 'SIMILARITY_OVER_THRESHOLD';

/** Texts that repeat the context or the thread. */
@CommentGate({ name: 'similarity' })
export class SimilarityGate implements CommentGateHandler {
  check({ text }: GatedComment, { world, texts }: GateSituation): Violation[] {
    const { threshold, rule_ids } = world.packs.rule.gate_policy.similarity;
    const nearest = Math.round(100 * texts.nearest(text));
    if (nearest < threshold) return [];
    return [
      {
        rule_id: rule_ids[CODE] ?? RULES.similarity,
        code: CODE,
        message: `The text is ${nearest} of 100 like one that is there already.`,
        severity: 'low',
      },
    ];
  }
}
