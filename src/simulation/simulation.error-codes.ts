import type { ErrorCodeEntries } from '../common/index.js';

const RUN_ID = 'run-019b3f4e-7c1a-7d2b-9e3f-5a6b7c8d9e0f';

/** What the error catalogue says of the errors of simulations. */
export const SIMULATION_ERRORS = {
  RUN_REPORT_NOT_FOUND: {
    error: 'report_not_found',
    status: 404,
    title: 'The run has no report',
    retryable: true,
    remedy: 'Wait for a running simulation to end, or resume a failed one; the message says which it is.',
    example: {
      message: 'This run has no report: it is running and has not come to its end_condition.',
      run_id: RUN_ID,
    },
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
  SIM_UNKNOWN_PACKS: {
    error: 'unknown_packs',
    status: 422,
    title: 'There are no packs of this name',
    retryable: false,
    remedy: 'Use a name from `worlds` of GET /packs; whoever runs the service adds names with PACK_FOLDERS.',
    example: {
      message: "There are no packs 'winter'; there are default.",
      packs: 'winter',
      known: ['default'],
    },
  },
  SIM_UNKNOWN_BOARD: {
    error: 'unknown_board',
    status: 422,
    title: 'The seed names a board that the world does not have',
    retryable: false,
    remedy: 'Use the id of a board from GET /packs.',
    example: { message: "The world has no board 'B99'; it has B01, B02, B03.", board_id: 'B99' },
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
    example: {
      message: 'The canon gate refused the run: seed_forbidden_terms.',
      gate: 'canon_gate.v1',
      checks: [
        {
          name: 'seed_forbidden_terms',
          passed: false,
          details: ["title uses the forbidden term 'Morrow needle'"],
          pointers: ['/seed/title'],
        },
      ],
    },
  },
  SIM_EXPERIMENT_TOO_LARGE: {
    error: 'experiment_too_large',
    status: 422,
    title: 'The experiment has too many runs',
    retryable: false,
    remedy: 'Vary less, or make several experiments of it.',
    example: {
      message: 'The experiment comes to 20000 runs in 20 groups; 10000 runs and 1000 groups are the most.',
      runs: 20_000,
      groups: 20,
      most_runs: 10_000,
      most_groups: 1_000,
    },
  },
  SIM_EXPERIMENT_NOT_FOUND: {
    error: 'experiment_not_found',
    status: 404,
    title: 'There is no such experiment',
    retryable: false,
    remedy: 'Take an `experiment_id` from GET /experiments; one that was deleted is gone.',
    example: {
      message: 'There is no such experiment.',
      experiment_id: 'exp-019b3f4e-7c1a-7d2b-9e3f-5a6b7c8d9e0f',
    },
  },
  SIM_GENERATION_FAILED: {
    error: 'generation_failed',
    status: 500,
    title: 'No persona of a round could be given a text',
    retryable: true,
    remedy: 'Look at the gate rows of the run log, then resume the run or start it again.',
  },
  SIM_MODEL_UNAVAILABLE: {
    error: 'model_unavailable',
    status: 503,
    title: 'The language model gave no answer',
    retryable: true,
    remedy: 'Resume the run when the endpoint works again, or have the MODEL_* variables corrected.',
    example: { message: 'The answer of the model endpoint was 503.' },
  },
  SIM_MODEL_CALL_MISSING: {
    error: 'model_call_missing',
    status: 409,
    title: 'No answer of the language model is recorded',
    retryable: false,
    remedy: 'Import what was recorded (docs/models.md), or let calls be made: MODEL_CALLS=reuse.',
    example: {
      message:
        'No answer is recorded to what P07 in round 2 (generation attempt 1) would ask the model, and MODEL_CALLS=replay makes no calls.',
      request_hash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    },
  },
  SIM_BUDGET_EXHAUSTED: {
    error: 'budget_exhausted',
    status: 429,
    title: 'A budget of tokens is used up',
    retryable: false,
    remedy: 'Have the budget raised, or wait for the next day (UTC); then resume the run.',
    example: {
      message: 'The run has used 50210 tokens of 50000 (RUN_TOKEN_BUDGET).',
      budget: 50_000,
      used: 50_210,
    },
  },
} as const satisfies ErrorCodeEntries;
