/** The filters of the list, as they stand in the address: those of GET /runs. */
export interface RunsSearch {
  readonly title?: string;
  readonly status?: string;
  readonly thread_status?: string;
  readonly board_id?: string;
  readonly pack_fingerprint?: string;
  readonly seed_id?: string;
  readonly experiment_id?: string;
  readonly pipeline?: string;
}

/** Two runs are chosen for a comparison: `choose` at first, then the id of the first one. */
interface ChoosingSearch {
  readonly compare?: string;
}

/** The names of the filters. */
const NAMES = [
  'title',
  'status',
  'thread_status',
  'board_id',
  'pack_fingerprint',
  'seed_id',
  'experiment_id',
  'pipeline',
] as const;

/** Reads the filters of an address; what is no filter is passed over. */
export function runsSearch(search: Readonly<Record<string, unknown>>): RunsSearch & ChoosingSearch {
  const given = [...NAMES, 'compare'].map((name) => [name, search[name]] as const);
  return Object.fromEntries(
    given
      .filter(([, value]) => typeof value === 'string' && value !== '')
      .map(([name, value]) => [name, String(value).slice(0, 200)]),
  );
}
