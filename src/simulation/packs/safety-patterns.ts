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

  /** Where it was found in the text. */
  findAll(text: string): { start: number; end: number }[] {
    if (!this.pattern.test(text)) return []; // needs no backtracking, and most texts hold nothing
    const found: { start: number; end: number }[] = [];
    const matcher = this.pattern.matcher(text);
    while (matcher.find()) found.push({ start: matcher.start(), end: matcher.end() });
    return found.filter(({ start, end }) => start < end);
  }
}

/** The patterns that a world adds to what the safety gate finds; null where the world gives none. */
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
