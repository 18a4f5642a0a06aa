import { numberAt, objectAt, textAt, type ReportRow } from '../report/row-fields.js';

/** A comment as a row of a table; null where a log has no such member. */
export interface CommentTableRow {
  seq: number;
  round: number;
  persona_id: string | null;
  persona_name: string | null;
  community_id: string | null;
  community_name: string | null;
  account_type: string | null;
  intent: string | null;
  /** What the comment does: claim, question, proposal, … */
  speech_act: string | null;
  /** The speaker's position on the incident: for, against or undecided. */
  position: string | null;
  reply_to_persona_id: string | null;
  reply_stance: string | null;
  evidence_kind: string | null;
  evidence_id: string | null;
  evidence_grade: string | null;
  upvotes: number;
  reports: number;
  views: number;
  score: number;
  /** Of the thread, after the comment. */
  status: string | null;
  withheld: boolean;
  claim: string | null;
  text: string | null;
}

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
] as const satisfies readonly (keyof CommentTableRow)[];

/**
 * The comments of a log, in order.
 * @param withheldTexts whether comments that nobody in the thread saw are there with what they say
 */
export async function* commentTable(
  rows: AsyncIterable<ReportRow>,
  { withheldTexts = true }: { readonly withheldTexts?: boolean } = {},
): AsyncIterable<CommentTableRow> {
  for await (const row of rows) {
    if (row.type !== 'round') continue;
    const comment = tableRow(row);
    yield comment.withheld && !withheldTexts ? { ...comment, claim: null, text: null } : comment;
  }
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
