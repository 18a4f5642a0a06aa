import { RULES } from '../domain/roles.js';
import type { World } from '../packs/world.js';
import {
  CommentGate,
  type CommentGateHandler,
  type GateSituation,
  type GatedComment,
  type Violation,
} from './comment-gate.js';
import type { Span } from './disguise/disguised-terms.js';
import { safetyFinderOf } from './safety-finder.js';

/** What the gate says of each code; a code without a rule of the world has this one. */
const CODES = {
  PII_PHONE: { rule: RULES.privacy, severity: 'high', message: 'holds a telephone number' },
  PII_EMAIL: { rule: RULES.privacy, severity: 'high', message: 'holds a mail address' },
  PII_CARD: { rule: RULES.privacy, severity: 'high', message: 'holds a card number' },
  PII_IBAN: { rule: RULES.privacy, severity: 'high', message: 'holds a bank account number' },
  PII_RESIDENT_ID: { rule: RULES.privacy, severity: 'high', message: 'holds a resident number' },
  PII_IP: { rule: RULES.privacy, severity: 'high', message: 'holds an IP address' },
  TABOO_TERM: { rule: RULES.taboo, severity: 'medium', message: 'uses a taboo word' },
  SEED_FORBIDDEN_TERM: {
    rule: RULES.forbiddenTerm,
    severity: 'high',
    message: 'uses a term that the seed forbids',
  },
} as const satisfies Record<string, { rule: string; severity: Violation['severity']; message: string }>;
type Code = keyof typeof CODES;
const IN_ORDER = Object.keys(CODES) as Code[];

/** Personal data, taboo words, and the terms that the seed forbids, however they are disguised. */
@CommentGate({ name: 'safety', withholds: true })
export class SafetyGate implements CommentGateHandler {
  check({ text }: GatedComment, { world, seed, taboos }: GateSituation): Violation[] {
    return safetyViolations(text, world, taboos, seed.forbidden_terms);
  }
}

/** What is unsafe in a text. */
export function safetyViolations(
  text: string,
  world: World,
  taboos: readonly (readonly string[])[] = [],
  forbiddenTerms: readonly string[] = [],
): Violation[] {
  const { personal, taboo, forbidden } = safetyFinderOf(world).find(text, taboos, forbiddenTerms);
  if (personal.length + taboo.length + forbidden.length === 0) return [];
  const { rule_ids } = world.packs.rule.gate_policy.safety;
  const found = (code: Code): readonly Span[] => {
    if (code === 'TABOO_TERM') return taboo;
    return code === 'SEED_FORBIDDEN_TERM' ? forbidden : personal.filter((one) => one.code === code);
  };
  return IN_ORDER.map((code) => ({ code, spans: found(code) }))
    .filter(({ spans }) => spans.length > 0)
    .map(({ code, spans }) => ({
      rule_id: rule_ids[code] ?? CODES[code].rule,
      code,
      message: `The text ${CODES[code].message}.`,
      severity: CODES[code].severity,
      found: spans.map(({ start, end }) => ({ start, end })),
    }));
}
