import { common, contentStems } from '../domain/content-words.js';
import type { Language } from '../packs/language.js';
import type { Interviewee, SeenRow } from './interview-log.js';

/** What a persona answers, and the rows of the log that it rests on. */
export interface InterviewAnswer {
  readonly answer: string;
  readonly seqs: readonly number[];
}

/** Rows that an answer is made of at the most. */
const MOST_ROWS = 3;
/** How much more a persona thinks of its own words than of others'. */
const OWN = 1.5;

/**
 * An answer of the persona's own sentences, and of others' that it has seen, in quotation marks: those that speak of what the
 * question is about, in the order in which they were said. When none does, the last thing that it has said. Pure.
 */
export function extractedAnswer(
  { seen, position, name }: Interviewee,
  question: string,
  language: Language,
): InterviewAnswer {
  const asked = contentStems(question, language);
  const scored = seen.map((row) => ({ row, score: scoreOf(row, asked, language) }));
  const best = scored
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score || b.row.seq - a.row.seq)
    .slice(0, MOST_ROWS)
    .map(({ row }) => row);
  const own = seen.filter(({ isOwn }) => isOwn);
  const last = own.at(-1);
  const said = best.length > 0 ? best : last ? [last] : [];
  const inOrder = said.toSorted((a, b) => a.seq - b.seq);
  const sentences = inOrder.map((row) => told(row, name, asked, language));
  const reason = best.some(({ isOwn }) => isOwn) ? null : position?.reason;
  const parts =
    reason && !sentences.some((each) => each.includes(reason)) ? [...sentences, reason] : sentences;
  const seqs = inOrder.map(({ seq }) => seq);
  const held = reason && last && !seqs.includes(last.seq) ? [...seqs, last.seq] : seqs;
  return { answer: parts.join(' '), seqs: held };
}

function scoreOf({ text, isOwn }: SeenRow, asked: ReadonlySet<string>, language: Language): number {
  return common(asked, contentStems(text, language)) * (isOwn ? OWN : 1);
}

/** The sentence that has most to do with the question; another's as a quotation. */
function told(
  { text, name, isOwn }: SeenRow,
  self: string,
  asked: ReadonlySet<string>,
  language: Language,
): string {
  const sentences = [...new Intl.Segmenter(undefined, { granularity: 'sentence' }).segment(text)].map(
    ({ segment }) => segment.trim(),
  );
  const most = (sentence: string) => common(asked, contentStems(sentence, language));
  const best = sentences.reduce(
    (one, other) => (most(other) > most(one) ? other : one),
    sentences[0] ?? text,
  );
  if (isOwn || name === self) return best;
  return name === '' ? `“${best}”` : `${name}: “${best}”`;
}
