import type { ReportRows } from '../report/build-report.js';
import { GATE_WORDS } from '../report/gate-words.js';
import { Names } from '../report/names.js';
import { itemsAt, numberAt, objectAt, objectsAt, textAt, type ReportRow } from '../report/row-fields.js';
import { codeWords, counted } from '../domain/wording.js';
import { actionSentence, decisionSentence } from './action-sentences.js';
import { ASIDE_TYPES, asidesOf } from './asides.js';
import { interventionSentence } from './intervention-sentence.js';
import { inflowSentence, memeSentence, roundSentence } from './round-sentences.js';
import { Ending } from './ending.js';
import type { TranscriptPart } from './transcript-parts.js';
import { joined, plain, words, type Words } from './words.js';

/** What a transcript may say of a run that its log does not. */
export interface TranscriptAbout {
  readonly run_id?: string;
  readonly forked_from?: string | null;
  /** Where it left that run, if at a round. */
  readonly forked_at?: { readonly round: number | null } | null;
}

/** How an answer stands to what it answers. */
const STANCES: Readonly<Record<string, string>> = {
  agree: 'agrees with',
  oppose: 'opposes',
  ask: 'asks',
};

/**
 * The parts of a run's transcript, each as soon as its row is there: what is kept does not grow with the number of
 * rounds. Rows of types that a transcript is not made from are passed over.
 */
export async function* transcriptParts(
  rows: ReportRows,
  about: TranscriptAbout = {},
): AsyncIterable<TranscriptPart> {
  const teller = new Teller(about);
  for await (const row of rows) yield* teller.tell(row);
  yield* teller.close();
}

class Teller {
  private readonly names = new Names();
  private readonly ending = new Ending();
  private round = 0;
  private hasHead = false;
  private refusals: readonly string[] = [];
  private phase = '';
  /** Rounds in which moderation decided something, and in which it did not. */
  private decisions = { told: 0, quiet: 0, lastQuiet: 0 };

  constructor(private readonly about: TranscriptAbout) {}

  *tell(row: ReportRow): Iterable<TranscriptPart> {
    this.names.add(row);
    this.ending.add(row);
    if (row.type === 'context') yield this.head(row);
    else if (row.type === 'thread_selected') yield openingOf(row);
    else if (row.type === 'gate') this.refusals = refusedBy(row);
    else if (row.type === 'round') yield* this.post(row);
    else if (ASIDE_TYPES.has(row.type)) yield* this.asides(row);
    else if (row.type === 'moderation_decision') yield* this.decision(row);
    else if (row.type === 'run_state' && textAt(row, 'reason') === 'resume')
      yield { kind: 'note', text: plain('The run was resumed here.') };
    else {
      const text = this.sentenceOf(row);
      if (text) yield* this.inRound(row, { kind: 'note', text });
    }
  }

  *close(): Iterable<TranscriptPart> {
    if (!this.hasHead) yield this.head({ type: 'context' });
    const { told, quiet } = this.decisions;
    if (quiet > 0) {
      const rounds = counted(quiet, told > 0 ? 'other round' : 'round');
      yield { kind: 'note', text: plain(`Moderation decided nothing in ${rounds}.`) };
    }
    yield { kind: 'heading', text: 'The end' };
    yield { kind: 'note', text: this.ending.sentence(this.round) };
  }

  private head(row: ReportRow): TranscriptPart {
    this.hasHead = true;
    const seed = objectAt(row, 'seed');
    const [board, rounds] = [textAt(seed, 'board_id'), numberAt(row, 'rounds')];
    const { run_id = '', forked_from, forked_at } = this.about;
    const at = forked_at?.round ? plain(` at round ${forked_at.round}`) : [];
    const facts: Words[] = [
      ...(run_id ? [words`Run ${run_id}`] : []),
      ...(forked_from ? [words`Forked from ${forked_from}${at}`] : []),
      words`Random seed ${textAt(row, 'random_seed', 'not known')}`,
      ...(rounds > 0 ? [plain(`${counted(rounds, 'round')} asked for`)] : []),
      ...(board ? [words`Board: ${this.names.of('board', board)}`] : []),
    ];
    return { kind: 'head', title: textAt(seed, 'title', 'A run without a title'), facts };
  }

  private *post(row: ReportRow): Iterable<TranscriptPart> {
    const withheld = row['withheld'] === true;
    const text = textAt(row, 'text');
    yield* this.inRound(row, {
      kind: 'post',
      by: this.speaker(row),
      received: withheld ? plain('withheld') : receivedOf(row),
      text: withheld ? [] : paragraphsOf(text),
      remark: withheld
        ? this.withheldBecause()
        : text.includes('█')
          ? plain('Words were blacked out.')
          : null,
    });
    this.refusals = [];
  }

  private *asides(row: ReportRow): Iterable<TranscriptPart> {
    for (const aside of asidesOf(row, this.names)) {
      yield* this.inRound(row, { kind: 'aside', by: aside.by, text: paragraphsOf(aside.text) });
    }
  }

  private speaker(row: ReportRow): Words {
    const name = this.names.of('persona', textAt(row, 'persona_id'));
    const reply = objectAt(row, 'reply_to');
    const answered = textAt(reply, 'persona_id');
    const stance = STANCES[textAt(reply, 'stance')] ?? 'answers';
    const how = answered === '' ? [] : words`, ${plain(stance)} ${this.names.of('persona', answered)}`;
    return words`${name} (${this.names.of('community', textAt(row, 'community_id'))})${how}`;
  }

  private withheldBecause(): Words {
    const reasons = this.refusals.map((code) => words`${GATE_WORDS.get(code) ?? codeWords(code)}`);
    const because = reasons.length > 0 ? words`: ${joined(reasons, ', ')}` : [];
    return words`Nobody saw this comment; the gates withheld it${because}. Its text is in the run log.`;
  }

  private *decision(row: ReportRow): Iterable<TranscriptPart> {
    if (this.decisions.told + this.decisions.quiet === 0) {
      yield { kind: 'heading', text: 'What moderation decided' };
    }
    const text = decisionSentence(row, this.names);
    const { decisions } = this;
    const round = numberAt(row, 'round');
    if (!text) {
      decisions.quiet += 1;
      decisions.lastQuiet = round;
      return;
    }
    decisions.told += 1;
    if (decisions.lastQuiet === round) decisions.quiet -= 1; // the last round is decided, then heard
    yield { kind: 'note', text };
  }

  private sentenceOf(row: ReportRow): Words | null {
    if (row.type === 'intervention') return interventionSentence(row);
    if (row.type === 'action') return actionSentence(row, this.names);
    if (row.type === 'cross_inflow') return inflowSentence(row, this.names);
    if (row.type === 'meme_flow') return this.memeSentence(row);
    if (row.type === 'round_summary') return roundSentence(row);
    return null;
  }

  /** A meme is told when it moves on, not in each round that it stays. */
  private memeSentence(row: ReportRow): Words | null {
    const phase = textAt(row, 'phase');
    if (phase === this.phase) return null;
    this.phase = phase;
    return memeSentence(row, this.names);
  }

  /** A part under the heading of its round. */
  private *inRound(row: ReportRow, part: TranscriptPart): Iterable<TranscriptPart> {
    const round = numberAt(row, 'round', this.round);
    if (round > this.round) {
      this.round = round;
      yield { kind: 'heading', text: `Round ${round}` };
    }
    yield part;
  }
}

function openingOf(row: ReportRow): TranscriptPart {
  const title = textAt(row, 'rendered_title', 'The thread');
  const text = textAt(row, 'text');
  const isUnderTitle = text === title || text.startsWith(`${title}\n`); // a title may have several lines
  return { kind: 'opening', title, text: paragraphsOf(isUnderTitle ? text.slice(title.length) : text) };
}

function receivedOf(row: ReportRow): Words {
  const [upvotes, reports] = [numberAt(row, 'upvotes'), numberAt(row, 'reports')];
  return plain(`${counted(upvotes, 'upvote')}, ${counted(reports, 'report')}`);
}

function paragraphsOf(text: string): string[] {
  return text.split(/\r\n|[\n\r\u2028\u2029]/).filter((paragraph) => paragraph.trim() !== '');
}

/** The codes for which gates refused a text; the last text of a comment is the one that counts. */
function refusedBy(row: ReportRow): string[] {
  const refusing = objectsAt(row, 'gates').filter((gate) => gate['passed'] !== true);
  const codes = refusing.flatMap((gate) =>
    itemsAt(gate, 'violations').length > 0
      ? objectsAt(gate, 'violations').map((violation) => textAt(violation, 'code', 'UNNAMED'))
      : ['GENERATION_FAILED'],
  );
  return [...new Set(codes)];
}
