import { listed } from '../domain/wording.js';
import { EXCHANGES } from './dialogue.js';
import { MOST_HIGHLIGHTS } from './highlights.js';
import {
  CHECKLIST,
  SEVERITIES,
  type ConflictMap,
  type ReportBody,
  type ReportGate,
  type ReportGateCheck,
  type SeedConstraints,
} from './report.js';

/** A section that a report cannot do without, with what of it must not be empty. */
type Required = readonly [section: string, part: (report: Given) => unknown];

const REQUIRED: readonly Required[] = [
  ['schema_version', (report) => report.schema_version],
  ['seed_id', (report) => report.seed_id],
  ['title', (report) => report.title],
  ['summary', (report) => report.summary],
  ['lens_summaries', (report) => report.lens_summaries],
  ['highlights_top10', (report) => report.highlights_top10],
  ['conflict_map.claim_a', (report) => report.conflict_map?.claim_a?.claim],
  ['conflict_map.claim_b', (report) => report.conflict_map?.claim_b?.claim],
  ['dialogue_candidates', (report) => report.dialogue_candidates],
  ['foreshadowing', (report) => report.foreshadowing],
  ['risk_checks', (report) => report.risk_checks],
  ['seed_constraints', (report) => report.seed_constraints],
  ['evidence_watch', (report) => report.evidence_watch],
  ['story_checklist', (report) => report.story_checklist],
];
/** The share of the highlights that has to name the incident. */
const NAMING_SHARE = 0.5;
const STATUSES: readonly unknown[] = ['ok', 'risk', 'missing'];

/** A report that may lack anything. */
type Given = Partial<Omit<ReportBody, 'conflict_map' | 'seed_constraints'>> & {
  readonly conflict_map?: Partial<ConflictMap>;
  readonly seed_constraints?: Partial<SeedConstraints>;
};

/** Whether a report is fit to write from, and what it lacks. */
export function reportGate(report: Given): ReportGate {
  const checks = [
    requiredSections(report),
    highlightsCount(report),
    dialogueCount(report),
    counted('mediation_points_count', report.conflict_map?.mediation_points, 1, Infinity),
    severities(report),
    checklist(report),
    incidentFacts(report),
    groundedConflict(report),
    namingHighlights(report),
  ];
  const failed_checks = checks.filter(({ passed }) => !passed).map(({ name }) => name);
  return { schema_version: 'report_gate.v1', pass_fail: failed_checks.length === 0, checks, failed_checks };
}

/** What decides about the report of a run: once there are highlights, all other parts are there and as they should be. */
interface DecidingParts extends Pick<
  ReportBody,
  'seed_id' | 'title' | 'summary' | 'highlights_top10' | 'dialogue_candidates'
> {
  readonly conflict_map: Pick<ConflictMap, 'claim_a' | 'claim_b'>;
  readonly seed_constraints: Pick<SeedConstraints, 'public_facts'>;
}

const DECIDING_SECTIONS = ['seed_id', 'title', 'summary', 'conflict_map.claim_a', 'conflict_map.claim_b'];
const DECIDING_REQUIRED = REQUIRED.filter(([section]) => DECIDING_SECTIONS.includes(section));

/** Whether {@link reportGate} lets the report pass that has these parts. */
export function passesGate(parts: DecidingParts): boolean {
  const checks = [highlightsCount, dialogueCount, incidentFacts, groundedConflict, namingHighlights];
  return requiredSections(parts, DECIDING_REQUIRED).passed && checks.every((check) => check(parts).passed);
}

function highlightsCount({ highlights_top10 }: Given): ReportGateCheck {
  return counted('highlights_count', highlights_top10, 1, MOST_HIGHLIGHTS);
}

function dialogueCount({ dialogue_candidates }: Given): ReportGateCheck {
  return counted('dialogue_count', dialogue_candidates, EXCHANGES.least, EXCHANGES.most);
}

function requiredSections(report: Given, required = REQUIRED): ReportGateCheck {
  const absent = required.filter(([, part]) => isEmpty(part(report))).map(([section]) => section);
  return {
    name: 'required_sections',
    passed: absent.length === 0,
    details: absent.length === 0 ? 'Every section is there.' : `Missing or empty: ${listed(absent)}.`,
  };
}

/** There is something to argue about that a reader can check. */
function incidentFacts({ seed_constraints }: Given): ReportGateCheck {
  const { public_facts: facts } = seed_constraints ?? {};
  return {
    name: 'incident_facts',
    passed: facts?.length !== 0,
    details:
      facts?.length === 0
        ? 'The incident has no public facts: nothing that is said of it can be checked.'
        : `Public facts of the incident: ${facts?.length ?? 'not known'}.`,
  };
}

/** The two sides, where there are any, argue about the incident. */
function groundedConflict({ conflict_map }: Given): ReportGateCheck {
  const sides = [conflict_map?.claim_a, conflict_map?.claim_b].filter(
    (side) => side !== null && side !== undefined,
  );
  const grounded = sides.filter((side) => side.grounded).length;
  const passed = sides.length === 0 || grounded > 0;
  const told = `${grounded} of ${sides.length} sides of the conflict ${grounded === 1 ? 'names' : 'name'} the incident or ${grounded === 1 ? 'cites' : 'cite'} a fact of it`;
  return {
    name: 'conflict_grounded',
    passed,
    details: sides.length === 0 ? 'There is no conflict.' : `${told}; there must be at least 1.`,
  };
}

/** Half of the highlights, where there are any, speak of the incident. */
function namingHighlights({ highlights_top10 = [] }: Given): ReportGateCheck {
  const naming = highlights_top10.filter(({ names_incident }) => names_incident).length;
  const least = Math.ceil(highlights_top10.length * NAMING_SHARE);
  return {
    name: 'highlights_name_incident',
    passed: naming >= least,
    details: `${naming} of ${highlights_top10.length} highlights name the incident; there must be at least ${least}.`,
  };
}

function isEmpty(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() === '';
  if (typeof value !== 'object' || value === null) return true;
  return Object.keys(value).length === 0;
}

function counted(
  name: string,
  items: readonly unknown[] | undefined,
  least: number,
  most: number,
): ReportGateCheck {
  const count = items?.length ?? 0;
  const passed = count >= least && count <= most;
  const bounds = Number.isFinite(most) ? `${least} to ${most}` : `at least ${least}`;
  return { name, passed, details: `There are ${count}; there must be ${bounds}.` };
}

/** Every risk, and the countdown, is as bad as one of the known severities. */
function severities({ risk_checks = [], evidence_watch }: Given): ReportGateCheck {
  const given = [
    ...risk_checks.map(({ category, severity }) => [category, severity] as const),
    ['evidence_watch.countdown_risk', evidence_watch?.countdown_risk] as const,
  ];
  const wrong = given.filter(([, severity]) => !SEVERITIES.some((known) => known === severity));
  return {
    name: 'valid_severities',
    passed: wrong.length === 0,
    details:
      wrong.length === 0
        ? 'Every severity is known.'
        : `Not known: that of ${listed(wrong.map(([category]) => category))}.`,
  };
}

/** Every item is there, with a known status and something to say for it. */
function checklist({ story_checklist }: Given): ReportGateCheck {
  const incomplete = CHECKLIST.filter((key) => {
    const item = story_checklist?.[key];
    return !item || isEmpty(item.label) || !STATUSES.includes(item.status) || isEmpty(item.details);
  });
  return {
    name: 'checklist_complete',
    passed: incomplete.length === 0,
    details: incomplete.length === 0 ? 'Every item is complete.' : `Incomplete: ${listed(incomplete)}.`,
  };
}
