import { DIAL_AXES, type Dial } from '../domain/seed.js';
import { itemsAt, numberAt, objectAt, textAt, textsAt, type ReportRow } from './row-fields.js';

/** What a report may know of the seed: everything but the hidden facts. */
export interface SeedFacts {
  readonly seed_id: string;
  readonly title: string;
  readonly summary: string;
  readonly board_id: string;
  readonly zone_id: string;
  readonly dial: Dial;
  readonly public_facts: readonly string[];
  readonly hidden_fact_count: number;
  readonly stakeholders: readonly string[];
  readonly forbidden_terms: readonly string[];
  readonly sensitivity_tags: readonly string[];
  readonly evidence_grade: string;
  readonly evidence_type: string;
  readonly evidence_expiry_hours: number;
}

/** The seed of a `context` row, field by field: what is not named here stays in the log. */
export function readSeed(row: ReportRow): SeedFacts {
  const seed = objectAt(row, 'seed');
  const dial = objectAt(seed, 'dial');
  return {
    seed_id: textAt(seed, 'seed_id'),
    title: textAt(seed, 'title'),
    summary: textAt(seed, 'summary'),
    board_id: textAt(seed, 'board_id'),
    zone_id: textAt(seed, 'zone_id'),
    dial: Object.fromEntries(DIAL_AXES.map((axis) => [axis, numberAt(dial, axis)])) as unknown as Dial,
    public_facts: textsAt(seed, 'public_facts'),
    hidden_fact_count: itemsAt(seed, 'hidden_facts').length,
    stakeholders: textsAt(seed, 'stakeholders'),
    forbidden_terms: textsAt(seed, 'forbidden_terms'),
    sensitivity_tags: textsAt(seed, 'sensitivity_tags'),
    evidence_grade: textAt(seed, 'evidence_grade'),
    evidence_type: textAt(seed, 'evidence_type'),
    evidence_expiry_hours: numberAt(seed, 'evidence_expiry_hours'),
  };
}
