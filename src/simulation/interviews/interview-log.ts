import { numberAt, objectAt, textAt, textsAt, type Fields, type ReportRow } from '../report/row-fields.js';

/** Something that a persona has said, or has seen. */
export interface SeenRow {
  /** Its row in the run log. */
  readonly seq: number;
  /** Who said it; empty when nobody did. */
  readonly name: string;
  readonly text: string;
  /** Whether the persona has said it itself. */
  readonly isOwn: boolean;
}

/** What the log says of a persona: what it has said, and what it has seen until it spoke for the last time. */
export interface Interviewee {
  readonly persona_id: string;
  readonly name: string;
  readonly community_id: string;
  /** In order. */
  readonly seen: readonly SeenRow[];
  /** Where it stood when it spoke last; null when it has made no comment. */
  readonly position: { readonly stance: string; readonly reason: string } | null;
  readonly profile_id: string | null;
  /** The seed of the run, without its hidden facts; and these, for nobody to be told. */
  readonly seed: Fields;
  readonly hidden_facts: readonly string[];
  readonly forbidden_terms: readonly string[];
  readonly pack_fingerprint: string;
}

/** Rows that everybody sees, and that have a text. */
const PUBLIC = new Set(['round', 'notice', 'notice_reply', 'appeal', 'intervention', 'thread_selected']);
/** Rows by which a persona shows that it is there. */
const OWN = new Set(['round', 'notice_reply', 'appeal', 'thread_selected']);

/**
 * Finds a persona in the log of a run. It has seen what was public until its last row: what has come out since, it does not know.
 * @returns null, with the personas that have said something, when it is none of them
 */
export async function intervieweeOf(
  rows: AsyncIterable<ReportRow>,
  personaId: string,
): Promise<Interviewee | readonly string[]> {
  const personas = new Set<string>();
  const all: (SeenRow & { readonly persona_id: string })[] = [];
  let context: ReportRow = { type: 'context' };
  let last: ReportRow | null = null;
  let comment: ReportRow | null = null;
  for await (const row of rows) {
    if (row.type === 'context') context = row;
    const text = textAt(row, 'text');
    if (!PUBLIC.has(row.type) || text === '' || row['withheld'] === true) continue;
    const persona_id = OWN.has(row.type) ? textAt(row, 'persona_id') : '';
    const isOwn = persona_id === personaId;
    const name = textAt(row, 'persona_name', textAt(row, 'stakeholder'));
    all.push({ seq: numberAt(row, 'seq'), name, text, isOwn, persona_id });
    if (persona_id !== '') personas.add(persona_id);
    if (isOwn) last = row;
    if (isOwn && row.type === 'round') comment = row;
  }
  if (last === null) return [...personas];
  const until = numberAt(last, 'seq');
  const { hidden_facts: _, ...seed } = objectAt(context, 'seed');
  const position = comment && objectAt(comment, 'position');
  return {
    persona_id: personaId,
    name: textAt(comment ?? last, 'persona_name', personaId),
    community_id: textAt(comment ?? last, 'community_id'),
    seen: all.filter(({ seq }) => seq <= until).map(({ persona_id: __, ...row }) => row),
    position: position && { stance: textAt(position, 'stance'), reason: textAt(position, 'reason') },
    profile_id: comment ? textAt(comment, 'register_profile_id') || null : null,
    seed,
    hidden_facts: textsAt(objectAt(context, 'seed'), 'hidden_facts'),
    forbidden_terms: textsAt(seed, 'forbidden_terms'),
    pack_fingerprint: textAt(context, 'pack_fingerprint'),
  };
}
