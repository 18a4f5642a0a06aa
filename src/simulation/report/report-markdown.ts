import { markdownQuote as quoted, markdownText as text, table } from './markdown-text.js';
import type { MediationPoint, QuotedClaim, SpokenLine } from './quotes.js';
import type { LensSummary, Report } from './report.js';

/** The report as a Markdown document. Whatever comes from seed or thread is escaped. */
export function reportMarkdown(report: Report): string {
  const blocks = [
    [`# ${text(report.title)}`, `Seed ${text(report.seed_id)} · ${gateLine(report)}`],
    ['## Summary', text(report.summary)],
    ['## Lenses', ...report.lens_summaries.flatMap(lens)],
    ['## Highlights', lines(highlightTable(report))],
    ['## Conflict map', ...conflict(report)],
    ['## Dialogue candidates', ...dialogue(report)],
    ['## Foreshadowing', lines(foreshadowingList(report))],
    ['## Risk checks', lines(riskTable(report))],
    ['## Seed constraints', lines(constraints(report))],
    ['## Evidence watch', evidenceLine(report)],
    ['## Story checklist', lines(checklistTable(report))],
    ['## Report gate', lines(gateTable(report))],
  ];
  return `${blocks
    .flat()
    .filter((block) => block !== '')
    .join('\n\n')}\n`;
}

const lines = (block: readonly string[]) => block.join('\n');

function gateLine({ report_gate: { pass_fail, failed_checks } }: Report): string {
  return pass_fail ? 'report gate **passed**' : `report gate **failed**: ${text(failed_checks.join(', '))}`;
}

function saidBy({ name, persona_id, community_name, round, score }: QuotedClaim): string {
  return `${text(name)} (${text(persona_id)}, ${text(community_name)}), round ${round}, score ${score}`;
}

const claimLine = (claim: QuotedClaim) => `${quoted(claim.claim)} — ${saidBy(claim)}`;

function lens(summary: LensSummary): string[] {
  const { community_name, community_id, comment_count, leading_intent, reception } = summary;
  const facts = [
    `${comment_count} comments`,
    ...(leading_intent ? [`leading intent ${text(leading_intent)}`] : []),
    `${text(reception.code)} (${reception.upvotes} upvotes, ${reception.reports} reports, average score ${reception.average_score})`,
  ];
  const answers = summary.answers.map(
    ({ community_id: id, agree, oppose, ask }) =>
      `- answers ${text(id)}: agrees ${agree}, opposes ${oppose}, asks ${ask}`,
  );
  return [
    `### ${text(community_name)} (${text(community_id)})`,
    facts.join(' · '),
    lines([
      ...summary.claims.map((claim) => `- ${claimLine(claim)}`),
      ...summary.evidence.map(({ text: said, times }) => `- cites ${times}×: ${quoted(said)}`),
      ...answers,
    ]),
  ];
}

function highlightTable({ highlights_top10 }: Report): string[] {
  return table(
    ['#', 'Score', 'Round', 'Who', 'Comment'],
    highlights_top10.map(({ rank, score, round, name, community_name, text: said }) => [
      rank,
      score,
      round,
      `${text(name)}, ${text(community_name)}`,
      text(said),
    ]),
  );
}

function conflict({ conflict_map }: Report): string[] {
  const { claim_a, claim_b, third_interest, mediation_points } = conflict_map;
  const sides = [
    ...(claim_a ? [`- **A** ${claimLine(claim_a)}`] : []),
    ...(claim_b ? [`- **B** ${claimLine(claim_b)}`] : []),
    ...(third_interest ? [`- **Third interest** ${claimLine(third_interest)}`] : []),
  ];
  const points = mediation_points.map((point) => `- ${claimLine(point)} (${reason(point)})`);
  return [lines(sides), ...(points.length > 0 ? ['### Mediation points', lines(points)] : [])];
}

/** Why a claim is a point to meet at. */
function reason({ basis, agreed_by, evidence }: MediationPoint): string {
  const agreement = agreed_by ? `; ${text(agreed_by.name)} agrees` : '';
  return `${text(basis)}${agreement}${evidence ? `; rests on ${quoted(evidence.text)}` : ''}`;
}

function dialogue({ dialogue_candidates }: Report): string[] {
  return dialogue_candidates.flatMap(({ replying_to, stance, ...answer }, index) => [
    `### Exchange ${index + 1}${stance ? `: ${text(stance)}` : ''}`,
    [...(replying_to ? [replying_to] : []), answer].map(spoken).join('\n>\n'),
  ]);
}

function spoken({ speaker, tone, round, line }: SpokenLine): string {
  return `> **${text(speaker.name)}** (${text(tone)}, round ${round}): ${text(line)}`;
}

function foreshadowingList({ foreshadowing }: Report): string[] {
  return foreshadowing.map(
    ({ hint_code, text: said, round }) => `- ${text(hint_code)}, round ${round}: ${quoted(said)}`,
  );
}

function riskTable({ risk_checks }: Report): string[] {
  return table(
    ['Category', 'Severity', 'Details'],
    risk_checks.map(({ category, severity, details }) => [text(category), text(severity), text(details)]),
  );
}

function constraints({ seed_constraints: seed }: Report): string[] {
  const dial = Object.entries(seed.dial).map(([axis, share]) => `${text(axis)} ${share}`);
  const lists: [label: string, items: readonly string[]][] = [
    ['Public facts', seed.public_facts],
    ['Stakeholders', seed.stakeholders],
    ['Forbidden terms', seed.forbidden_terms],
    ['Sensitivity tags', seed.sensitivity_tags],
  ];
  return [
    `- Board ${text(seed.board_id)}, zone ${text(seed.zone_id)}`,
    `- Dial ${dial.join(', ')}; dominant axis ${text(seed.dominant_axis)}`,
    ...lists.flatMap(([label, items]) =>
      items.length > 0 ? [`- ${label}`, ...items.map((item) => `  - ${text(item)}`)] : [],
    ),
    `- Hidden facts: ${seed.hidden_fact_count}`,
  ];
}

function evidenceLine({ evidence_watch: { grade, type, expires_in_hours, countdown_risk } }: Report): string {
  return `Grade ${text(grade)}, type ${text(type)}: ${expires_in_hours} hours left, countdown risk ${text(countdown_risk)}.`;
}

function checklistTable({ story_checklist }: Report): string[] {
  return table(
    ['Item', 'Status', 'Details'],
    Object.values(story_checklist).map(({ label, status, details }) => [
      text(label),
      text(status),
      text(details),
    ]),
  );
}

function gateTable({ report_gate }: Report): string[] {
  return table(
    ['Check', 'Passed', 'Details'],
    report_gate.checks.map(({ name, passed, details }) => [text(name), passed ? 'yes' : 'no', text(details)]),
  );
}
