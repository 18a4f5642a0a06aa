import type { ErrorCodeEntries } from '../common/index.js';

/** What the error catalogue says of the errors of simulations. */
export const SIMULATION_ERRORS = {
  RUN_REPORT_NOT_FOUND: {
    error: 'report_not_found',
    status: 404,
    title: 'The run has no report',
    retryable: true,
    remedy: 'Wait for a running simulation to end, or resume a failed one; the message says which it is.',
  },
  RUN_TRANSCRIPT_NOT_FOUND: {
    error: 'transcript_not_found',
    status: 404,
    title: 'The run has no transcript',
    retryable: false,
    remedy: 'Ask for the transcript of a simulation; the run log of any other run has all there is.',
  },
  PACK_ITEM_NOT_FOUND: {
    error: 'pack_item_not_found',
    status: 404,
    title: 'The world has no such item',
    retryable: false,
    remedy: 'Take an id from GET /packs.',
  },
  SIM_UNKNOWN_BOARD: {
    error: 'unknown_board',
    status: 422,
    title: 'The seed names a board that the world does not have',
    retryable: false,
    remedy: 'Use the id of a board from GET /packs.',
  },
  SIM_UNKNOWN_ZONE: {
    error: 'unknown_zone',
    status: 422,
    title: 'The seed names a zone that its board does not have',
    retryable: false,
    remedy: 'Use a zone named in `zones`, or leave `zone_id` out.',
  },
  SIM_CANON_GATE_FAILED: {
    error: 'canon_gate_failed',
    status: 422,
    title: 'The seed or the world contradicts the canon',
    retryable: false,
    remedy:
      'Read the `details` of each check that failed: take forbidden terms out of the seed, or have the world pack mended.',
  },
  SIM_GENERATION_FAILED: {
    error: 'generation_failed',
    status: 500,
    title: 'No persona of a round could be given a text',
    retryable: true,
    remedy: 'Look at the gate rows of the run log, then resume the run or start it again.',
  },
} as const satisfies ErrorCodeEntries;
