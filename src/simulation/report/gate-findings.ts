import { SEVERITIES, type Severity } from './report.js';
import { numberAt, objectsAt, textAt, type ReportRow } from './row-fields.js';

/** How often gates found something, over all texts that were generated. */
export interface GateFinding {
  /** Texts that it was found in. */
  found: number;
  /** Comments whose last text still had it. */
  kept: number;
  /** The worst that a gate called it. */
  severity: Severity;
}

const TABOO = 'TABOO_TERM';

/** Counts what gates found. A comment's last `gate` row stands before its `round` row. */
export class GateFindings {
  readonly byCode = new Map<string, GateFinding>();
  private last: { readonly key: string; readonly codes: ReadonlySet<string> } | null = null;

  /** Takes in a `gate` row. */
  add(row: ReportRow): void {
    const codes = new Set<string>();
    for (const gate of objectsAt(row, 'gates')) {
      if (gate['passed'] === true) continue;
      const violations = objectsAt(gate, 'violations');
      for (const violation of violations) {
        const code = textAt(violation, 'code', 'UNNAMED');
        this.see(code, violation['severity'] as Severity, !codes.has(code));
        codes.add(code);
      }
      // A gate without violations is no gate's verdict: the text could not be made.
      if (violations.length === 0) this.see('GENERATION_FAILED', 'medium', true);
      if (violations.length === 0) codes.add('GENERATION_FAILED');
    }
    this.last = { key: keyOf(row), codes };
  }

  /** Settles the comment of a `round` row; whether a taboo word was left in its text. */
  settle(row: ReportRow): boolean {
    const codes = this.last?.key === keyOf(row) ? this.last.codes : new Set<string>();
    this.last = null;
    for (const code of codes) {
      const finding = this.byCode.get(code);
      if (finding) finding.kept += 1;
    }
    return codes.has(TABOO);
  }

  private see(code: string, severity: Severity, isNew: boolean): void {
    const finding = this.byCode.get(code) ?? { found: 0, kept: 0, severity: 'low' };
    if (isNew) finding.found += 1;
    if (SEVERITIES.indexOf(severity) > SEVERITIES.indexOf(finding.severity)) finding.severity = severity;
    this.byCode.set(code, finding);
  }
}

function keyOf(row: ReportRow): string {
  return `${numberAt(row, 'round')}/${textAt(row, 'persona_id')}`;
}
