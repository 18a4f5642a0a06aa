// The charts of docs/performance.md: which figures each shows.
import { median } from '../support/statistics.mjs';
import { valuesOf } from '../support/tables.mjs';
import { barChart, lineChart } from './draw.mjs';

const SUBJECTS = ['before', 'now', 'floor'];

/** The charts, by name: the section that each shows, and how it is drawn from the section's cases. */
export const CHARTS = {
  simulate: {
    section: 'simulate',
    alt: 'CPU time of a simulation of 3 rounds',
    draw: (cases) =>
      barChart({
        title: 'CPU time of a simulation of 3 rounds',
        unit: 'ms',
        categories: cases.map(({ name }) => name),
        series: subjectsOf(cases).map((name) => ({
          name,
          values: cases.map((each) => middle(each, name, 'cpu')),
        })),
      }),
  },
  runlog: {
    section: 'runlog',
    alt: 'Time to read a whole run log, by its rows',
    draw: (cases) =>
      lineChart({
        title: 'Reading a whole run log',
        xName: 'rows',
        yName: 'ms',
        scale: 'log',
        series: byRepository(cases, ({ key }) => key.rows, ['total', 'p50']),
      }),
  },
  lists: {
    section: 'lists',
    alt: 'Median time of a page of GET /runs, by the number of runs in the store',
    draw: (cases) =>
      lineChart({
        title: 'A page of GET /runs, median',
        xName: 'runs in the store',
        yName: 'ms',
        scale: 'log',
        yScale: 'value',
        series: grouped(cases, ({ key }) => `${key.repository}, ${key.query}`).map(([name, group]) => ({
          name,
          points: pointsOf(group, 'now', ({ key }) => key.runs, ['p50']),
        })),
      }),
  },
  runtime: {
    section: 'runtime',
    alt: 'Runs per second of the runtime, by the runs in flight',
    draw: (cases) =>
      barChart({
        title: 'Runs of three stages that do nothing',
        unit: 'runs/s',
        categories: cases.map(({ name }) => name),
        series: subjectsOf(cases).map((name) => ({
          name,
          values: cases.map((each) => middle(each, name, 'rate')),
        })),
      }),
  },
  rounds: {
    section: 'rounds',
    alt: 'CPU time of a round, by the rounds of the simulation',
    draw: (cases) =>
      lineChart({
        title: 'CPU time of a round',
        xName: 'rounds of the simulation',
        yName: 'ms',
        scale: 'value',
        series: subjectsOf(cases).map((name) => ({
          name,
          points: pointsOf(cases, name, ({ key }) => key.rounds, ['perRound']),
        })),
      }),
  },
};

/** The subjects that some case has measured. */
function subjectsOf(cases) {
  return SUBJECTS.filter((subject) => cases.some(({ slices }) => subject in slices));
}

/** @returns the median of a figure; null when it was not measured */
function middle(each, subject, figure) {
  const values = valuesOf(each, subject, figure);
  return values.length > 0 ? median(values) : null;
}

/** A line for each repository and subject. */
function byRepository(cases, xOf, figures) {
  return grouped(cases, ({ key }) => key.repository).flatMap(([repository, group]) =>
    subjectsOf(group).map((subject) => ({
      name: `${repository}, ${subject}`,
      points: pointsOf(group, subject, xOf, figures),
    })),
  );
}

/** The points of a line: of each case, the first of these figures that it has. */
function pointsOf(cases, subject, xOf, figures) {
  return cases
    .map((each) => [
      xOf(each),
      figures.map((figure) => middle(each, subject, figure)).find((y) => y !== null),
    ])
    .filter(([, y]) => y !== undefined);
}

function grouped(cases, nameOf) {
  const groups = new Map();
  for (const each of cases) groups.set(nameOf(each), [...(groups.get(nameOf(each)) ?? []), each]);
  return [...groups];
}
