import { ProjectError, safeErrorText } from '../common/index.js';
import { requestedDelayMs } from '../orchestrator/index.js';
import { CANON_GATE, type CanonCheck } from './canon/canon-gate.js';

/** The seed names a board that the world does not have. */
export class UnknownBoardError extends ProjectError {
  constructor(boardId: string, known: readonly string[]) {
    super('SIM_UNKNOWN_BOARD', `The world has no board '${boardId}'; it has ${known.join(', ')}.`, {
      board_id: boardId,
    });
  }
}

/** The board has no community: nobody could write there. */
export class EmptyBoardError extends ProjectError {
  constructor(boardId: string) {
    super('SIM_UNKNOWN_BOARD', `The board '${boardId}' has no community, so that nobody could write there.`, {
      board_id: boardId,
    });
  }
}

/** The seed names a zone that no community of its board is in. */
export class UnknownZoneError extends ProjectError {
  constructor(boardId: string, zoneId: string, zones: readonly string[]) {
    super(
      'SIM_UNKNOWN_ZONE',
      `The board '${boardId}' has no zone '${zoneId}'; its communities are in ${zones.join(', ')}.`,
      { board_id: boardId, zone_id: zoneId, zones },
    );
  }
}

/** The world contradicts itself, or the seed uses what the world forbids. */
export class CanonGateFailedError extends ProjectError {
  constructor(checks: readonly CanonCheck[]) {
    const failed = checks.filter(({ passed }) => !passed).map(({ name }) => name);
    super('SIM_CANON_GATE_FAILED', `The canon gate refused the run: ${failed.join(', ')}.`, {
      gate: CANON_GATE,
      checks,
    });
  }
}

/** The operator has not named any packs so. */
export class UnknownPacksError extends ProjectError {
  constructor(packs: string, known: readonly string[]) {
    super('SIM_UNKNOWN_PACKS', `There are no packs '${packs}'; there are ${known.join(', ')}.`, {
      packs,
      known,
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
  /** The delay that the last cause asks for before the next attempt, in milliseconds. */
  readonly retryAfterMs: number | null;

  constructor(round: number, cause: unknown) {
    const { message } = safeErrorText(cause);
    super(
      'SIM_GENERATION_FAILED',
      `No persona of round ${round} could be given a text: ${message}`,
      {},
      { cause },
    );
    this.retryAfterMs = requestedDelayMs(cause);
  }
}

/** The run has no thread that a transcript could be made of. */
export class TranscriptNotFoundError extends ProjectError {
  constructor(runId: string, pipeline: string) {
    super('RUN_TRANSCRIPT_NOT_FOUND', `This run has no transcript: it is no ${pipeline}.`, { run_id: runId });
  }
}

/** The run has no such persona, or it has said nothing. */
export class PersonaNotFoundError extends ProjectError {
  constructor(runId: string, personaId: string, known: readonly string[]) {
    const others = known.length > 0 ? `; ${known.join(', ')} have` : '';
    super('SIM_PERSONA_NOT_FOUND', `'${personaId}' has said nothing in this run${others}.`, {
      run_id: runId,
      persona_id: personaId,
    });
  }
}

/** The run has no report; says why. */
export class ReportNotFoundError extends ProjectError {
  constructor(runId: string, because: string) {
    super('RUN_REPORT_NOT_FOUND', `This run has no report: ${because}.`, { run_id: runId });
  }
}
