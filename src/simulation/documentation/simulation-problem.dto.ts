/** One check of the canon gate. */
class CanonCheckProblem {
  /** @example "seed_forbidden_terms" */
  name: string;
  passed: boolean;
  /** What it found; empty when it passed. */
  details: string[];
  /**
   * The places of the request that a failed check of the seed is about, as JSON pointers.
   * @example ["/seed/title"]
   */
  pointers?: string[];
}

/** What error answers have with the codes of simulations. */
export class SimulationProblemDto {
  /** With `unknown_board` and `unknown_zone`: the board that the seed names. */
  board_id?: string;
  /** With `unknown_zone`: the zone that the seed names. */
  zone_id?: string;
  /** With `unknown_zone`: the zones of the board. */
  zones?: string[];
  /** With `unknown_packs`: the name that was asked for, and those that there are. */
  packs?: string;
  known?: string[];
  /** With `canon_gate_failed`: which gate refused the run. */
  gate?: string;
  /** With `canon_gate_failed`: what was checked. */
  checks?: CanonCheckProblem[];
  /** With `experiment_too_large`: how many runs and groups it would have, and how many are allowed. */
  runs?: number;
  groups?: number;
  most_runs?: number;
  most_groups?: number;
  /** With `experiment_not_found`: the id that was asked for. */
  experiment_id?: string;
  /** With `persona_not_found`: the id that was asked for. */
  persona_id?: string;
  /** With `model_call_missing`: the digest of the request that is not recorded. */
  request_hash?: string;
  /** With `budget_exhausted`: the tokens that may be used, and those that were. */
  budget?: number;
  used?: number;
}
