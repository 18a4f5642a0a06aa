// Simulations of many rounds, in this process, without HTTP. Argument: the folder of a built checkout.
import { simulation } from './exchange.mjs';
import { forgivingApp, LASTING } from './forgiving-app.mjs';
import { serveCalls } from './worker.mjs';

const { app, built } = await forgivingApp(process.argv[2]);
await app.init();
const runs = app.get(built.RunsService);

async function play(rounds, randomSeed) {
  const input = JSON.parse(simulation(randomSeed, { rounds, changes: LASTING }));
  const { run } = await runs.runToEnd({ pipeline: 'simulation', input });
  const { rounds_run: played } = run.attributes;
  if (played !== rounds) throw new Error(`A run ended after ${played} of ${rounds} rounds.`);
}

/** Plays runs one after another. @returns the CPU time of this process in ms, for a run and for each of its rounds */
async function measure(rounds, count, name) {
  const before = process.cpuUsage();
  for (let index = 0; index < count; index++) await play(rounds, `${name}-${index}`);
  const { user, system } = process.cpuUsage(before);
  const cpu = (user + system) / 1000 / count;
  return { cpu, perRound: cpu / rounds };
}

serveCalls({ measure });
