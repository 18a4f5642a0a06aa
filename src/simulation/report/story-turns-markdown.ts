import { codeWords, counted } from '../domain/wording.js';
import type {
  Arc,
  ArcBeat,
  NearHiddenFact,
  PositionChange,
  Report,
  ReportedIntervention,
  ReportedModeration,
  SaidIn,
} from './report.js';
import { lines, place, quoted, text } from './report-notation.js';

/** How the argument went, who moved whom, what moderation said: sections that have nothing to tell are left out. */
export function storyTurns(report: Report): string[][] {
  const { arcs, position_changes, near_hidden_facts, moderation, interventions = [] } = report;
  return [
    section('Interventions', list(interventions.map(interventionLine))),
    section('Arcs', arcs.flatMap(arcBlocks)),
    section('Who moved whom', list(position_changes.map(changeLine))),
    section('Near the hidden facts', list(near_hidden_facts.map(nearLine))),
    section('Moderation', moderationBlocks(moderation)),
  ].filter((blocks) => blocks.length > 1);
}

function section(title: string, blocks: readonly string[]): string[] {
  return [`## ${title}`, ...blocks];
}

function list(items: readonly string[]): string[] {
  return items.length > 0 ? [lines(items.map((item) => `- ${item}`))] : [];
}

function arcBlocks({ subject, comment_count, set_up, escalation, turn, end }: Arc): string[] {
  return [
    `### ${text(subject)} (${counted(comment_count, 'comment')})`,
    lines([
      `- **Set-up** ${beatLine(set_up)}`,
      `- **Escalation** ${beatLine(escalation)}`,
      `- **Turn** (${text(codeWords(turn.basis))}) ${beatLine(turn)}`,
      `- **End** ${beatLine(end)}`,
    ]),
  ];
}

/** The rows of a part, and what stands for it. */
function beatLine({ seqs, said }: ArcBeat): string {
  const rows = seqs.length > 0 ? `${seqs.map((seq) => `#${seq}`).join(' ')}: ` : '';
  return `${rows}${saidLine(said)}`;
}

const saidLine = (said: SaidIn) => `${quoted(said.quote)} — ${text(said.name)}${place(said)}`;

function changeLine({ name, round, from, to, reason, because, seq }: PositionChange): string {
  const cause = because
    ? `, moved by ${text(because.name)}: ${quoted(because.quote)}${place(because)}`
    : ', by an intervention';
  const now = reason === '' ? '' : `; it rests on ${quoted(reason)} now`;
  return `${text(name)}, round ${round}: ${text(from)} → ${text(to)}${place({ seq })}${cause}${now}`;
}

function interventionLine({ round, seq, text: told, taken_up }: ReportedIntervention): string {
  const best = taken_up[0];
  const how = best ? `; taken up by ${counted(taken_up.length, 'comment')}, first ${saidLine(best)}` : '';
  return `round ${round}: ${text(told)}${place({ seq })}${how}`;
}

function nearLine({ index, comments }: NearHiddenFact): string {
  return `Hidden fact ${index + 1}: ${comments.map(saidLine).join('; ')}`;
}

function moderationBlocks({ report_reasons, notices, appeal }: ReportedModeration): string[] {
  const reasons = Object.entries(report_reasons).map(
    ([reason, count]) => `${text(codeWords(reason))} ${count}`,
  );
  const told = notices.flatMap(({ kind, reason, round, replies, ...notice }) => [
    `${text(codeWords(kind))}${reason === '' ? '' : ` for ${text(codeWords(reason))}`}, round ${round}: ${quoted(notice.text)}${place(notice)}`,
    ...replies.map(
      (reply) =>
        `${text(reply.name)} (${text(codeWords(reply.stance))}): ${quoted(reply.text)}${place(reply)}`,
    ),
  ]);
  const heard = appeal
    ? [
        `${text(appeal.name)} appeals: ${quoted(appeal.text)}${place(appeal)}`,
        `The appeal is ${text(codeWords(appeal.outcome))}: ${quoted(appeal.answer)}`,
      ]
    : [];
  return [...(reasons.length > 0 ? [`Reports: ${reasons.join(', ')}.`] : []), ...list([...told, ...heard])];
}
