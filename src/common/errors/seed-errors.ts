import type { CatalogueEntry } from './catalogue-entry.js';

/** What a seed is refused for that is well-formed: it does not fit the loaded world. Part of the catalogue. */
export const SEED_ERRORS = {
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
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
