import { RULES } from '../domain/roles.js';
import {
  CommentGate,
  type CommentGateHandler,
  type GateSituation,
  type GatedComment,
  type Violation,
} from './comment-gate.js';
import { matcherOf } from './term-matcher.js';

/** Telephone numbers, mail addresses, taboo words, and the terms that the seed forbids. */
@CommentGate({ name: 'safety', withholds: true })
export class SafetyGate implements CommentGateHandler {
  check({ text }: GatedComment, { world, seed, taboos }: GateSituation): Violation[] {
    const { safety } = world.packs.rule.gate_policy;
    const ruleOf = (code: string, fallback: string) => safety.rule_ids[code] ?? fallback;
    const phone = world.patterns.phone?.findAll(text) ?? [];
    const email = world.patterns.email?.findAll(text) ?? [];
    const taboo = [safety.taboo_words, ...taboos].flatMap((terms) => matcherOf(terms).find(text));
    const forbidden = matcherOf(seed.forbidden_terms).find(text);
    if (phone.length + email.length + taboo.length + forbidden.length === 0) return [];
    const findings = [
      {
        code: 'PII_PHONE',
        rule: RULES.privacy,
        severity: 'high',
        found: phone,
        message: 'holds a telephone number',
      },
      {
        code: 'PII_EMAIL',
        rule: RULES.privacy,
        severity: 'high',
        found: email,
        message: 'holds a mail address',
      },
      {
        code: 'TABOO_TERM',
        rule: RULES.taboo,
        severity: 'medium',
        found: taboo,
        message: 'uses a taboo word',
      },
      {
        code: 'SEED_FORBIDDEN_TERM',
        rule: RULES.forbiddenTerm,
        severity: 'high',
        found: forbidden,
        message: 'uses a term that the seed forbids',
      },
    ] as const;
    return findings
      .filter(({ found }) => found.length > 0)
      .map(({ code, rule, severity, found, message }) => ({
        rule_id: ruleOf(code, rule),
        code,
        message: `The text ${message}.`,
        severity,
        found,
      }));
  }
}
