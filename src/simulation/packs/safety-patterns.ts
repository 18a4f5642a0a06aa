import { RE2JS } from 're2js';
import type { PackFault } from './pack-fault.js';
import type { SafetyPolicy } from './schema/rule.pack.js';

/** A pattern from a pack; matching takes time linear in the text (RE2). */
export class SafetyPattern {
  private readonly pattern: RE2JS;

  /** @throws when the source is no RE2 pattern */
  constructor(source: string) {
    this.pattern = RE2JS.compile(source);
  }

  /** What was found, as it stands in the text. */
  findAll(text: string): string[] {
    const found: string[] = [];
    const matcher = this.pattern.matcher(text);
    while (matcher.find()) found.push(matcher.group() ?? '');
    return found.filter((match) => match !== '');
  }
}

/** The patterns of the safety gate; null where the world gives none. */
export interface SafetyPatterns {
  readonly phone: SafetyPattern | null;
  readonly email: SafetyPattern | null;
}

/** Compiles the patterns of a world; one that RE2 refuses is a fault. */
export function compilePatterns({ phone_pattern, email_pattern }: SafetyPolicy): {
  readonly patterns: SafetyPatterns;
  readonly faults: PackFault[];
} {
  const faults: PackFault[] = [];
  const compile = (name: string, source: string | undefined) => {
    if (source === undefined) return null;
    try {
      return new SafetyPattern(source);
    } catch {
      const field = `safety.${name}`;
      faults.push({
        file: 'rule_pack.json',
        item: 'gate_policy',
        field,
        message: 'is no RE2 regular expression',
      });
      return null;
    }
  };
  const patterns = {
    phone: compile('phone_pattern', phone_pattern),
    email: compile('email_pattern', email_pattern),
  };
  return { patterns, faults };
}
