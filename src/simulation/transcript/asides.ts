import type { Names } from '../report/names.js';
import { textAt, type ReportRow } from '../report/row-fields.js';
import { plain, words, type Words } from './words.js';

/** What is said beside the thread, and by whom. */
interface Aside {
  readonly by: Words;
  readonly text: string;
}

/** Rows in which moderation, or somebody who speaks to it, says something. */
export const ASIDE_TYPES: ReadonlySet<string> = new Set(['notice', 'notice_reply', 'appeal']);

/** What a moderator's notice is about, by its kind. */
const NOTICES: ReadonlyMap<string, string> = new Map([
  ['hide', 'A moderator hides the preview'],
  ['lock', 'A moderator locks the thread'],
  ['warning', 'A moderator warns'],
  ['restore', 'A moderator opens the thread by one step'],
]);

/** What personas do with a notice, by how they take it. */
const REPLIES: ReadonlyMap<string, string> = new Map([
  ['protest', 'protests'],
  ['approve', 'agrees with the moderator'],
  ['comply', 'takes note'],
]);

/** What is said in such a row; a text that is missing is left out. */
export function asidesOf(row: ReportRow, names: Names): Aside[] {
  return [...said(row, names)].filter(({ text }) => text !== '');
}

function* said(row: ReportRow, names: Names): Iterable<Aside> {
  const text = textAt(row, 'text');
  const name = words`${names.of('persona', textAt(row, 'persona_id'))}`;
  if (row.type === 'notice') yield { by: plain(NOTICES.get(textAt(row, 'kind')) ?? 'A moderator'), text };
  if (row.type === 'notice_reply') {
    yield { by: words`${name} ${plain(REPLIES.get(textAt(row, 'stance')) ?? 'answers')}`, text };
  }
  if (row.type === 'appeal') {
    yield { by: words`${name} appeals`, text };
    yield { by: plain('A moderator answers'), text: textAt(row, 'answer') };
  }
}
