import { DIAL_AXES } from '../domain/seed.js';
import { DEFAULT_PACKS } from '../simulation.options.js';
import { ExperimentPlan, type ExperimentRequest, type GroupValues } from './domain/experiment-plan.js';
import { FIGURES, type ExperimentRun } from './domain/experiment-run.js';

/** The columns of a table of the runs of an experiment, in order; those of the dial are its axes. */
export const EXPERIMENT_RUN_COLUMNS = [
  'index',
  'run_id',
  'status',
  'random_seed',
  'U',
  'E',
  'M',
  'S',
  'H',
  'rounds',
  'interventions',
  'thread_status',
  'termination_reason',
  'frame',
  ...FIGURES,
  'error_code',
  'packs',
] as const;

type ExperimentRunColumn = (typeof EXPERIMENT_RUN_COLUMNS)[number];
type TableRow = Record<ExperimentRunColumn, string | number | null>;

/** The runs of an experiment that were counted, in the order of its plan. What is not known of a run is null. */
export async function* experimentRunTable(
  request: Pick<ExperimentRequest, 'input' | 'vary'>,
  runs: AsyncIterable<ExperimentRun>,
): AsyncIterable<TableRow> {
  const { groups } = new ExperimentPlan(request);
  for await (const run of runs) yield tableRow(run, { ...valuesOf(request), ...groups[run.group] });
}

function valuesOf({ input }: Pick<ExperimentRequest, 'input'>): GroupValues {
  const { seed, rounds, interventions, packs } = input;
  return {
    ...(packs !== undefined && { packs }),
    dial: seed.dial,
    rounds,
    ...(interventions && { interventions }),
  };
}

function tableRow(
  { index, run_id, status, random_seed, ending, error_code }: ExperimentRun,
  { packs = DEFAULT_PACKS, dial, rounds, interventions = [] }: GroupValues,
): TableRow {
  const axes = Object.fromEntries(DIAL_AXES.map((axis) => [axis, dial?.[axis] ?? null]));
  const figures = Object.fromEntries(FIGURES.map((name) => [name, ending?.figures[name] ?? null]));
  return {
    index,
    run_id,
    status,
    random_seed,
    rounds: rounds ?? null,
    interventions: JSON.stringify(interventions),
    thread_status: ending?.thread_status ?? null,
    termination_reason: ending?.termination_reason ?? null,
    frame: ending?.frame ?? null,
    error_code,
    packs,
    ...axes,
    ...figures,
  } as TableRow;
}
