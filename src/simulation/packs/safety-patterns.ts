import { RE2JS } from 're2js';
import { isObject, memberOf, type ParsedObject } from './json-object.js';
import type { PackFault } from './pack-fault.js';
import { fileOf } from './pack-files.js';

/** A pattern from a pack; matching takes time linear in the text (RE2). */
export class SafetyPattern {
  private readonly pattern: RE2JS;

  /** @throws when the source is no RE2 pattern */
  constructor(source: string) {
    this.pattern = RE2JS.compile(source);
  }

  /** What was found, as it stands in the text. */
  findAll(text: string): string[] {
    if (!this.pattern.test(text)) return []; // needs no backtracking, and most texts hold nothing
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

/** Compiles the patterns of a rule pack, whatever it holds; one that RE2 refuses is a fault. */
export function compilePatterns(rulePack: ParsedObject): {
  readonly patterns: SafetyPatterns;
  readonly faults: readonly PackFault[];
} {
  const policy = memberOf(rulePack, 'gate_policy');
  const safety = isObject(policy) ? memberOf(policy, 'safety') : null;
  const faults: PackFault[] = [];
  const compile = (name: string): SafetyPattern | null => {
    const source = isObject(safety) ? memberOf(safety, name) : null;
    if (typeof source !== 'string' || source === '') return null;
    try {
      return new SafetyPattern(source);
    } catch {
      const message = 'is no RE2 regular expression';
      faults.push({ file: fileOf('rule'), item: 'gate_policy', field: `safety.${name}`, message });
      return null;
    }
  };
  return { patterns: { phone: compile('phone_pattern'), email: compile('email_pattern') }, faults };
}
