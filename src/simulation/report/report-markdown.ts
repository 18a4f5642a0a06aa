import { table } from './markdown-text.js';
import { lines, place, quoted, text } from './report-notation.js';
import { storyTurns } from './story-turns-markdown.js';
import { codeWords, counted, oneDecimal, times } from '../domain/wording.js';
import type { MediationPoint, QuotedClaim, SpokenLine } from './quotes.js';
import type { TokenCount } from '../domain/token-count.js';
import type { LensSummary, Report } from './report.js';

/** The report as a Markdown document. Whatever comes from seed or thread is escaped. */
export function reportMarkdown(report: Report): string {
  const blocks = [
    [`# ${text(report.title)}`, headLine(report)],
    ['## Outcome', text(report.outcome.text)],
    ['## Summary', text(report.summary)],
    ['## Timeline', lines(timelineTable(report))],
    ['## Lenses', ...report.lens_summaries.flatMap(lens)],
    ['## Highlights', lines(highlightTable(report))],
    ['## Conflict map', ...conflict(report)],
    ...storyTurns(report),
    ['## Dialogue candidates', ...dialogue(report)],
    ['## Foreshadowing', lines(foreshadowingList(report))],
    ['## Risk checks', lines(riskTable(report))],
    ['## Seed constraints', lines(constraints(report))],
    ['## Evidence watch', evidenceLine(report)],
    ['## Story checklist', lines(checklistTable(report))],
    ['## Report gate', lines(gateTable(report))],
    ...(report.tokens ? [['## Language model', tokenLine(report.tokens)]] : []),
  ];
  return `${blocks
    .flat()
    .filter((block) => block !== '')
    .join('\n\n')}\n`;
}

function headLine(report: Report): string {
  const { run_id, seed_id, random_seed } = report;
  const parts = [
    ...(run_id === null ? [] : [`Run ${text(run_id)}`]),
    `seed ${text(seed_id)}`,
    ...(random_seed === '' ? [] : [`random seed ${text(random_seed)}`]),
    gateLine(report),
  ];
  return parts.join(' · ');
}

function tokenLine({ input, output, calls, replayed_calls, cost }: TokenCount): string {
  const parts = [
    `${calls} calls, ${input} tokens of prompts and ${output} of answers`,
    ...(replayed_calls > 0 ? [`${replayed_calls} answers from what is recorded`] : []),
    ...(cost === null ? [] : [`cost ${cost}`]),
  ];
  return `${parts.join('; ')}.`;
}

function timelineTable({ timeline }: Report): string[] {
  return table(
    ['Round', 'Comments', 'Upvotes', 'Reports', 'Best comment', 'What happened'],
    timeline.map(({ round, comments, upvotes, reports, top_comment, events }) => [
      round,
      comments,
      upvotes,
      reports,
      top_comment ? `${quoted(top_comment.claim)} — ${text(top_comment.name)}${place(top_comment)}` : '–',
      events.map(text).join(' ') || '–',
    ]),
  );
}

function gateLine({ report_gate: { pass_fail, failed_checks } }: Report): string {
  return pass_fail
    ? 'report gate **passed**'
    : `report gate **failed**: ${text(failed_checks.map(codeWords).join(', '))}`;
}

function saidBy(claim: QuotedClaim): string {
  const { name, community_name, round, score } = claim;
  return `${text(name)} (${text(community_name)}), round ${round}, score ${oneDecimal(score)}${place(claim)}`;
}

const claimLine = (claim: QuotedClaim) => `${quoted(claim.claim)} — ${saidBy(claim)}`;

function lens(summary: LensSummary): string[] {
  const { community_name, comment_count, leading_intent, reception } = summary;
  const { code, upvotes, reports, average_score } = reception;
  const facts = [
    counted(comment_count, 'comment'),
    ...(leading_intent ? [`leading intent ${text(leading_intent)}`] : []),
    `${text(code)} (${counted(upvotes, 'upvote')}, ${counted(reports, 'report')}, average score ${oneDecimal(average_score)})`,
  ];
  const answers = summary.answers.map(
    ({ community_name: name, agree, oppose, ask }) =>
      `- answers ${text(name)}: ${stances({ agrees: agree, opposes: oppose, asks: ask })}`,
  );
  return [
    `### ${text(community_name)}`,
    facts.join(' · '),
    lines([
      ...summary.claims.map((claim) => `- ${claimLine(claim)}`),
      ...summary.evidence.map(({ text: said, times: count }) => `- cites ${times(count)}: ${quoted(said)}`),
      ...answers,
    ]),
  ];
}

/** How often somebody did what; what nobody did is left out. */
function stances(counts: Readonly<Record<string, number>>): string {
  const done = Object.entries(counts).filter(([, count]) => count > 0);
  return done.map(([what, count]) => `${what} ${times(count)}`).join(', ');
}

function highlightTable({ highlights_top10 }: Report): string[] {
  return table(
    ['#', 'Score', 'Round', 'Who', 'Comment', 'Row'],
    highlights_top10.map(({ rank, score, round, name, community_name, quote: said, seq }) => [
      rank,
      oneDecimal(score),
      round,
      `${text(name)}, ${text(community_name)}`,
      text(said),
      seq === null ? '–' : `#${seq}`,
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
  return `${text(codeWords(basis))}${agreement}${evidence ? `; rests on ${quoted(evidence.text)}` : ''}`;
}

function dialogue({ dialogue_candidates }: Report): string[] {
  return dialogue_candidates.flatMap(({ replying_to, stance, ...answer }, index) => [
    `### Exchange ${index + 1}${stance ? `: ${text(stance)}` : ''}`,
    [...(replying_to ? [replying_to] : []), answer].map(spoken).join('\n>\n'),
  ]);
}

function spoken(said: SpokenLine): string {
  const { speaker, tone, round, quote } = said;
  return `> **${text(speaker.name)}** (${text(tone)}, round ${round}${said.seq === null ? '' : `, #${said.seq}`}): ${text(quote)}`;
}

function foreshadowingList({ foreshadowing }: Report): string[] {
  return foreshadowing.map(
    (open) => `- ${text(codeWords(open.hint_code))}, round ${open.round}: ${quoted(open.text)}${place(open)}`,
  );
}

function riskTable({ risk_checks }: Report): string[] {
  return table(
    ['Category', 'Severity', 'Details'],
    risk_checks.map(({ category, severity, details }) => [
      text(codeWords(category)),
      text(severity),
      text(details),
    ]),
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
    `- Board ${text(seed.board_name)}, zone ${text(seed.zone_id)}`,
    `- Dial ${dial.join(', ')}; dominant axis ${text(seed.dominant_axis)}`,
    ...lists.flatMap(([label, items]) =>
      items.length > 0 ? [`- ${label}`, ...items.map((item) => `  - ${text(item)}`)] : [],
    ),
    `- Hidden facts: ${seed.hidden_fact_count}`,
  ];
}

function evidenceLine({ evidence_watch: { grade, type, expires_in_hours, countdown_risk } }: Report): string {
  return `Grade ${text(grade)}, type ${text(type)}: ${counted(expires_in_hours, 'hour')} left, countdown risk ${text(countdown_risk)}.`;
}

function checklistTable({ story_checklist }: Report): string[] {
  return table(
    ['Item', 'Status', 'Details'],
    Object.values(story_checklist).map(({ label, status, details }) => [
      text(codeWords(label)),
      text(status),
      text(details),
    ]),
  );
}

function gateTable({ report_gate }: Report): string[] {
  return table(
    ['Check', 'Passed', 'Details'],
    report_gate.checks.map(({ name, passed, details }) => [
      text(codeWords(name)),
      passed ? 'yes' : 'no',
      text(details),
    ]),
  );
}
