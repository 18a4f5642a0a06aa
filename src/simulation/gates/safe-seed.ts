import type { Intervention, Redaction } from '../domain/intervention.js';
import type { Seed } from '../domain/seed.js';
import type { World } from '../packs/world.js';
import { redact } from './gate-keeper.js';
import { safetyViolations } from './safety.gate.js';

/** A seed that may be shown, and what was blacked out for that. */
interface SafeSeed {
  readonly seed: Seed;
  readonly redactions: readonly Redaction[];
}

/**
 * Blacks out personal data and taboo words in all of a seed that anybody is shown. Hidden facts stay as they are: they
 * are shown to nobody.
 */
export function safeSeed(world: World, seed: Seed): SafeSeed {
  const redactions: Redaction[] = [];
  const safe = (path: string, text: string): string => {
    const said = safeText(world, text, `/seed/${path}`);
    redactions.push(...said.redactions);
    return said.text;
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

/** Blacks out the same in what an intervention says, and names what will be in a fact that it reveals. */
export function safeIntervention(
  world: World,
  { hidden_facts }: Seed,
  intervention: Intervention,
  index: number,
): Intervention {
  const { kind } = intervention;
  if (kind === 'evidence_lost' || kind === 'moderate') return intervention;
  const redactions: Redaction[] = [];
  const safe = (field: string, text: string): string => {
    const said = safeText(world, text, `/interventions/${index}/${field}`);
    redactions.push(...said.redactions);
    return said.text;
  };
  const shown = shownOf(intervention, safe, hidden_facts);
  return redactions.length === 0 ? intervention : { ...shown, redactions };
}

function shownOf(
  intervention: Exclude<Intervention, { kind: 'evidence_lost' | 'moderate' }>,
  safe: (field: string, text: string) => string,
  hiddenFacts: readonly string[],
): Intervention {
  if (intervention.kind === 'reveal') {
    safe('hidden_fact', hiddenFacts[intervention.hidden_fact] ?? '');
    return intervention;
  }
  const text = safe('text', intervention.text);
  if (intervention.kind === 'fact') return { ...intervention, text };
  return { ...intervention, text, stakeholder: safe('stakeholder', intervention.stakeholder) };
}

/** A text without personal data and taboo words, and what was blacked out in it. */
export function safeText(
  world: World,
  text: string,
  pointer: string,
): { readonly text: string; readonly redactions: readonly Redaction[] } {
  const violations = safetyViolations(text, world);
  const redactions = violations.map(({ rule_id, code }) => ({ pointer, rule_id, code }));
  return { text: redact(text, violations), redactions };
}
