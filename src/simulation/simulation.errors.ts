import { ProjectError, safeErrorText } from '../common/index.js';

/** The seed names a board that the world does not have. */
export class UnknownBoardError extends ProjectError {
  constructor(boardId: string, known: readonly string[]) {
    super('SIM_UNKNOWN_BOARD', `The world has no board '${boardId}'; it has ${known.join(', ')}.`, {
      board_id: boardId,
    });
  }
}

/** The world has no item of this kind and id. */
export class PackItemNotFoundError extends ProjectError {
  constructor() {
    super('PACK_ITEM_NOT_FOUND', 'The world has no item of this kind and id.');
  }
}

/** Nobody of a round could be given a text. Names the class of the last cause, never its text. */
export class GenerationFailedError extends ProjectError {
  constructor(round: number, cause: unknown) {
    const { message } = safeErrorText(cause);
    super(
      'SIM_GENERATION_FAILED',
      `No persona of round ${round} could be given a text: ${message}`,
      {},
      { cause },
    );
  }
}
