import { numberAt, textAt, type ReportRow } from '../report/row-fields.js';
import { codeWords, counted } from '../domain/wording.js';
import { plain, words, type Words } from './words.js';

/** What ended the rounds, in words. */
const REASONS: Readonly<Record<string, string>> = {
  moderation_lock: 'moderation locked the thread',
  thread_quiet: 'the thread fell quiet',
  evidence_expired: 'the evidence expired',
  round_limit: 'all rounds that were asked for were played',
};

/** How a run ended, or why it has not, folded from its rows in one pass. */
export class Ending {
  private end: ReportRow | null = null;
  private stop: ReportRow | null = null;
  private state = '';

  add(row: ReportRow): void {
    if (row.type === 'end_condition') this.end = row;
    if (row.type === 'stage_checkpoint') {
      this.stop = ['failed', 'cancelled'].includes(textAt(row, 'outcome')) ? row : null;
    }
    if (row.type === 'run_state') {
      this.state = textAt(row, 'to');
      if (this.state === 'queued' || this.state === 'running') this.stop = null;
    }
  }

  /** @param round the last round that the log tells of */
  sentence(round: number): Words {
    const { end, stop, state } = this;
    if (end) return endSentence(end);
    const where = round > 0 ? `after round ${round} had begun` : 'before the first round';
    if (stop && textAt(stop, 'outcome') === 'failed') return failureSentence(stop, where);
    if (stop || state === 'cancelled') return plain(`The run was cancelled ${where}.`);
    if (state === 'failed') return plain(`The run failed ${where}.`);
    return plain(`The run has not ended: this is what its log held, ${where}.`);
  }
}

/** The sentence of an `end_condition` row. */
function endSentence(row: ReportRow): Words {
  const code = textAt(row, 'termination_reason');
  const rounds = counted(numberAt(row, 'ended_round'), 'round');
  const known = Object.hasOwn(REASONS, code) ? plain(REASONS[code] ?? '') : words`${codeWords(code)}`;
  const because = code === '' ? [] : words`: ${known}`;
  const status = textAt(row, 'status');
  const state = status === '' ? [] : words`; in the end it is ${status}`;
  return words`The thread ended after ${plain(rounds)}${because}${state}.`;
}

function failureSentence(stop: ReportRow, where: string): Words {
  const attempts = counted(numberAt(stop, 'attempt', 1), 'attempt');
  const error = textAt(stop, 'error', 'no reason is given').replace(/[.\s]+$/, '');
  const code = textAt(stop, 'error_code');
  const named = code === '' ? [] : words` (${code})`;
  const stage = textAt(stop, 'node_id');
  return words`The run failed ${plain(where)}, in the stage ${stage}, after ${plain(attempts)}: ${error}${named}.`;
}
