import { Id, OptionalText, Rows, Text, TextList } from './fields.js';

/** A place where threads are written. */
export class Board {
  @Id() id: string;
  @Text() name: string;
  @OptionalText() topic?: string;
  /** The emotion family that colours the board; an unknown one colours nothing. */
  @OptionalText() emotion?: string;
  @TextList() taboos: string[] = [];
  @TextList() memes: string[] = [];
}

export class BoardPack {
  @OptionalText() version?: string;
  @Rows(() => Board) boards: Board[];
}
