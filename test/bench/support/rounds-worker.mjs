// Simulations of many rounds, in this process, without HTTP. Argument: the folder of a built checkout.
import { simulation } from './exchange.mjs';
import { forgivingApp, LASTING } from './forgiving-app.mjs';
import { serveCalls } from './worker.mjs';

/** Runs that are played for each that is measured, at the most: a thread may be locked within one round. */
const MOST_TRIES = 4;

const { app, built } = await forgivingApp(process.argv[2]);
await app.init();
const runs = app.get(built.RunsService);

/** Plays a run. @returns the CPU time of this process in ms; null when its thread was locked before so many rounds */
async function play(rounds, randomSeed) {
  const input = JSON.parse(simulation(randomSeed, { rounds, changes: LASTING }));
  const before = process.cpuUsage();
  const { run } = await runs.runToEnd({ pipeline: 'simulation', input });
  const { user, system } = process.cpuUsage(before);
  return run.attributes.rounds_run === rounds ? (user + system) / 1000 : null;
}

/**
 * Plays runs one after another, until so many have had all their rounds. @returns the CPU time of this process in ms, for a
 * run and for each of its rounds
 */
async function measure(rounds, count, name) {
  const times = [];
  for (let index = 0; times.length < count; index++) {
    if (index === MOST_TRIES * count) throw new Error(`Few threads of ${index} last for ${rounds} rounds.`);
    const time = await play(rounds, `${name}-${index}`);
    if (time !== null) times.push(time);
  }
  const cpu = times.reduce((sum, time) => sum + time, 0) / count;
  return { cpu, perRound: cpu / rounds };
}

serveCalls({ measure });
