import { numberAt, objectAt, textAt, type ReportRow } from '../report/row-fields.js';

/** The columns of a table of comments, in order. */
export const COMMENT_COLUMNS = [
  'seq',
  'round',
  'persona_id',
  'persona_name',
  'community_id',
  'community_name',
  'account_type',
  'intent',
  'speech_act',
  'position',
  'reply_to_persona_id',
  'reply_stance',
  'evidence_kind',
  'evidence_id',
  'evidence_grade',
  'upvotes',
  'reports',
  'views',
  'score',
  'status',
  'withheld',
  'claim',
  'text',
] as const;

/** A comment as a row of a table; null where a log has no such member. */
type CommentTableRow = Readonly<Record<(typeof COMMENT_COLUMNS)[number], string | number | boolean | null>>;

/** The comments of a log, in order. */
export async function* commentTable(rows: AsyncIterable<ReportRow>): AsyncIterable<CommentTableRow> {
  for await (const row of rows) if (row.type === 'round') yield tableRow(row);
}

function tableRow(row: ReportRow): CommentTableRow {
  const [evidence, reply, position] = ['evidence', 'reply_to', 'position'].map((name) => objectAt(row, name));
  const text = (name: string, holder = row as Readonly<Record<string, unknown>>) =>
    textAt(holder, name) || null;
  return {
    seq: numberAt(row, 'seq'),
    round: numberAt(row, 'round'),
    persona_id: text('persona_id'),
    persona_name: text('persona_name'),
    community_id: text('community_id'),
    community_name: text('community_name'),
    account_type: text('account_type'),
    intent: text('intent'),
    speech_act: text('act'),
    position: text('stance', position),
    reply_to_persona_id: text('persona_id', reply),
    reply_stance: text('stance', reply),
    evidence_kind: text('kind', evidence),
    evidence_id: text('id', evidence),
    evidence_grade: text('grade', evidence),
    upvotes: numberAt(row, 'upvotes'),
    reports: numberAt(row, 'reports'),
    views: numberAt(row, 'views'),
    score: numberAt(row, 'score'),
    status: text('status'),
    withheld: row['withheld'] === true,
    claim: text('claim'),
    text: text('text'),
  };
}
