import { dominantAxis } from '../domain/seed.js';
import { arcs } from './arcs.js';
import { conflictMap, conflictSides } from './conflict-map.js';
import { dialogueCandidates } from './dialogue.js';
import { evidenceWatch } from './evidence-watch.js';
import { foreshadowing } from './foreshadowing.js';
import { highlights } from './highlights.js';
import { lensSummaries } from './lens-summaries.js';
import { outcome } from './outcome.js';
import { replyPairs, type ReplyPair } from './replies.js';
import { passesGate, reportGate } from './report-gate.js';
import type { Report, SeedConstraints, StorySections } from './report.js';
import { riskChecks } from './risk-checks.js';
import type { ReportRow } from './row-fields.js';
import { RunEvents } from './run-events.js';
import { RunFacts } from './run-facts.js';
import { storyChecklist } from './story-checklist.js';
import { interventionsOf, moderationOf, nearHiddenFacts, positionChanges } from './story-turns.js';
import { timeline } from './timeline.js';

/** A log's rows, in order; those of types that a report is not made from may be left out. */
export type ReportRows = Iterable<ReportRow> | AsyncIterable<ReportRow>;

/**
 * Makes the report of a run from its log: equal rows give equal bytes, whatever times they carry.
 * @param runId the run's id, for the report to name it
 */
export async function buildReport(rows: ReportRows, runId: string | null = null): Promise<Report> {
  const facts = new RunFacts('cut');
  const events = new RunEvents(facts.names);
  for await (const row of rows) {
    facts.add(row);
    events.add(row);
  }
  const head = headOf(facts, runId);
  const pairs = replyPairs(facts.comments);
  const story = storyOf(facts, pairs);
  const whatHappened = {
    outcome: outcome(facts),
    timeline: timeline(facts, events),
    arcs: arcs(facts, pairs),
    position_changes: positionChanges(facts),
    near_hidden_facts: nearHiddenFacts(facts),
    moderation: moderationOf(facts),
    ...interventionsOf(facts, events),
    ...(facts.tokens && { tokens: facts.tokens }),
  };
  return { ...head, ...whatHappened, ...story, report_gate: reportGate({ ...head, ...story }) };
}

/**
 * Whether the report of a run that is about to end is fit to write from: what its gate says of it once it is made from
 * the stored log. No more of it is made than decides.
 * @param before the first rows of the log
 * @param rows those that follow, in order; those of the GATE_ROW_TYPES are enough
 */
export async function passesReportGate(before: readonly ReportRow[], rows: ReportRows): Promise<boolean> {
  const facts = new RunFacts('whole');
  for (const row of before) facts.add(row);
  for await (const row of rows) facts.add(row);
  return factsPass(facts);
}

/** Whether a report of these facts passes its gate. */
export function factsPass(facts: RunFacts): boolean {
  const { comments, incident, seed } = facts;
  const pairs = replyPairs(comments);
  return passesGate({
    highlights_top10: highlights(comments, incident),
    conflict_map: conflictSides(comments, pairs, incident),
    dialogue_candidates: dialogueCandidates(comments, pairs),
    seed_constraints: seed,
    ...headOf(facts, null),
  });
}

/** Which run, and which incident, a report is about. */
function headOf({ seed, random_seed }: RunFacts, run_id: string | null) {
  const { seed_id, title, summary } = seed;
  return { schema_version: 'report.v1', run_id, random_seed, seed_id, title, summary } as const;
}

/** What writers can use. */
function storyOf(facts: RunFacts, pairs: readonly ReplyPair[]): StorySections {
  const { comments, incident } = facts;
  return {
    lens_summaries: lensSummaries(comments, pairs),
    highlights_top10: highlights(comments, incident),
    conflict_map: conflictMap(comments, pairs, incident),
    dialogue_candidates: dialogueCandidates(comments, pairs),
    foreshadowing: foreshadowing(facts, pairs),
    risk_checks: riskChecks(facts),
    seed_constraints: seedConstraints(facts),
    evidence_watch: evidenceWatch(facts),
    story_checklist: storyChecklist(facts),
  };
}

function seedConstraints({ seed, names }: RunFacts): SeedConstraints {
  return {
    board_id: seed.board_id,
    board_name: names.of('board', seed.board_id),
    zone_id: seed.zone_id,
    dial: seed.dial,
    dominant_axis: dominantAxis(seed.dial),
    public_facts: seed.public_facts,
    hidden_fact_count: seed.hidden_fact_count,
    stakeholders: seed.stakeholders,
    forbidden_terms: seed.forbidden_terms,
    sensitivity_tags: seed.sensitivity_tags,
  };
}
