import { actionSentence, decisionSentence } from '../transcript/action-sentences.js';
import { interventionSentence } from '../transcript/intervention-sentence.js';
import { inflowSentence, memeSentence } from '../transcript/round-sentences.js';
import { written, type Words } from '../transcript/words.js';
import type { Names } from './names.js';
import { numberAt, textAt, type ReportRow } from './row-fields.js';

/** Something that happened besides comments, in a sentence. */
interface RunEvent {
  readonly round: number;
  readonly text: string;
}

/** What happened in a run besides comments, told from its rows in one pass. */
export class RunEvents {
  readonly all: RunEvent[] = [];
  /** The sentences of the interventions, in order. */
  readonly interventions: string[] = [];
  private memePhase: string | undefined;

  /** @param names what the rows so far have named */
  constructor(private readonly names: Names) {}

  /** Takes in the next row of the log, once its names are known. */
  add(row: ReportRow): void {
    const sentence = this.sentenceOf(row);
    if (sentence === null) return;
    const text = written(sentence, (given) => given);
    this.all.push({ round: numberAt(row, 'round'), text });
    if (row.type === 'intervention') this.interventions.push(text);
  }

  private sentenceOf(row: ReportRow): Words | null {
    if (row.type === 'intervention') return interventionSentence(row);
    if (row.type === 'action') return actionSentence(row, this.names);
    if (row.type === 'cross_inflow') return inflowSentence(row, this.names);
    if (row.type === 'moderation_decision') return decisionSentence(row, this.names);
    return row.type === 'meme_flow' ? this.memeMoves(row) : null;
  }

  /** A meme that stays in its phase is no event. */
  private memeMoves(row: ReportRow): Words | null {
    const phase = textAt(row, 'phase');
    if (phase === this.memePhase) return null;
    this.memePhase = phase;
    return memeSentence(row, this.names);
  }
}
