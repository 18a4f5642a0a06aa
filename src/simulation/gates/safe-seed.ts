import type { Seed } from '../domain/seed.js';
import type { World } from '../packs/world.js';
import { redact } from './gate-keeper.js';
import { safetyViolations } from './safety.gate.js';

/** Something that was blacked out in a seed. */
interface SeedRedaction {
  /** The place in the body of a request, as a JSON pointer. */
  readonly pointer: string;
  readonly rule_id: string;
  /** UPPER_SNAKE */
  readonly code: string;
}

/** A seed that may be shown, and what was blacked out for that. */
interface SafeSeed {
  readonly seed: Seed;
  readonly redactions: readonly SeedRedaction[];
}

/**
 * Blacks out personal data and taboo words in all of a seed that anybody is shown. Hidden facts stay as they are: they
 * are shown to nobody.
 */
export function safeSeed(world: World, seed: Seed): SafeSeed {
  const redactions: SeedRedaction[] = [];
  const safe = (path: string, text: string): string => {
    const violations = safetyViolations(text, world);
    redactions.push(...violations.map(({ rule_id, code }) => ({ pointer: `/seed/${path}`, rule_id, code })));
    return redact(text, violations);
  };
  const all = (field: string, texts: readonly string[]) =>
    texts.map((text, index) => safe(`${field}/${index}`, text));
  const shown = {
    title: safe('title', seed.title),
    summary: safe('summary', seed.summary),
    public_facts: all('public_facts', seed.public_facts),
    stakeholders: all('stakeholders', seed.stakeholders),
    sensitivity_tags: all('sensitivity_tags', seed.sensitivity_tags),
    evidence_type: safe('evidence_type', seed.evidence_type),
  };
  return { seed: redactions.length === 0 ? seed : { ...seed, ...shown }, redactions };
}
