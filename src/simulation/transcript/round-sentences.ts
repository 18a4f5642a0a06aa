import type { Names } from '../report/names.js';
import { numberAt, textAt, textsAt, type ReportRow } from '../report/row-fields.js';
import { codeWords, counted } from '../domain/wording.js';
import { joined, plain, words, type Words } from './words.js';

const REASONS: Readonly<Record<string, string>> = {
  moderation_action: 'moderation has acted',
  reports: 'it has many reports',
  activity: 'it is busy',
};

/** The sentence of a `cross_inflow` row. */
export function inflowSentence(row: ReportRow, names: Names): Words {
  const code = textAt(row, 'reason');
  const reason = REASONS[code] ?? codeWords(code);
  const arrivals = listed(textsAt(row, 'arrivals').map((id) => words`${names.of('persona', id)}`));
  const board = names.of('board', textAt(row, 'to_board_id'));
  const because = reason === '' ? [] : words`, since ${reason}`;
  const who = arrivals.length > 0 ? words`: ${arrivals} join` : [];
  return words`The thread reaches ${board}${because}${who}.`;
}

/** The sentence of a `meme_flow` row; null before the meme is on its way. */
export function memeSentence(row: ReportRow, names: Names): Words | null {
  const [phase, id] = [textAt(row, 'phase'), textAt(row, 'meme_seed_id')];
  if (phase === '' || phase === 'none' || id === '') return null;
  const [from, to] = ['from_board_id', 'to_board_id'].map((field) => textAt(row, field));
  const way = joined(
    [
      ...(from ? [words`from ${names.of('board', from)}`] : []),
      ...(to ? [words`to ${names.of('board', to)}`] : []),
    ],
    ' ',
  );
  const path = way.length > 0 ? words` ${way}` : [];
  const heat = plain(numberAt(row, 'meme_heat').toFixed(1));
  return words`The meme “${names.of('meme_seed', id)}” ${plain(memePhaseWords(phase))}${path}, at heat ${heat}.`;
}

/** What a meme does in a phase. */
export function memePhaseWords(phase: string): string {
  if (phase === 'hub_to_factory') return 'sets out';
  if (phase === 'factory_amplify') return 'is copied';
  if (phase === 'backflow') return 'comes back';
  return `is in ${codeWords(phase)}`;
}

/** The sentence of a `round_summary` row. */
export function roundSentence(row: ReportRow): Words {
  const comments = counted(numberAt(row, 'comment_count'), 'comment');
  const upvotes = counted(numberAt(row, 'upvote_count'), 'upvote');
  const reports = counted(numberAt(row, 'report_count'), 'report');
  const round = numberAt(row, 'round');
  const status = textAt(row, 'status');
  const state = status === '' ? [] : words`; the thread is ${status}`;
  return words`End of round ${round}: ${plain(`${comments}, ${upvotes}, ${reports}`)}${state}.`;
}

/** `A`, `A and B`, `A, B and C`. */
function listed(parts: readonly Words[]): Words {
  if (parts.length < 2) return parts[0] ?? [];
  return words`${joined(parts.slice(0, -1), ', ')} and ${parts.at(-1) ?? []}`;
}
