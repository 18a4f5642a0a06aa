// Measures what threads say, and prints a table with the goals:
//   npm run bench:content [-- --random-seeds 7] [--built <folder with a dist>] [--seeds <file with a list of seeds>]
import { readFile } from 'node:fs/promises';
import { pathToFileURL, fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { isMet, measure } from './measures.mjs';
import { archetypesOfWorld, contentSeeds, playAll } from './play.mjs';

const HERE = fileURLToPath(new URL('../../../', import.meta.url));
const {
  randomSeeds,
  built,
  seeds: file,
} = new Command('npm run bench:content --')
  .description('Measures what threads say, and prints a table with the goals.')
  .option('--random-seeds <count>', 'random seeds a seed for the measures of arguments', Number, 7)
  .option('--built <folder>', 'a checkout that is built', HERE)
  .option('--seeds <file>', 'a JSON list of seeds to use instead')
  .parse()
  .opts();

Object.assign(process.env, { RUN_REPOSITORY: 'memory', LOG_LEVEL: 'error' });
const { createApp, RunlogService, RunsService } = await import(pathToFileURL(`${built}/dist/index.js`).href);
const app = await createApp();

async function play(seed, rounds, random_seed) {
  const { run } = await app
    .get(RunsService)
    .runToEnd({ pipeline: 'simulation', input: { seed, rounds, random_seed } });
  const rows = [];
  for await (const json of app.get(RunlogService).rows(run)) rows.push(JSON.parse(json));
  return rows;
}

const seeds = file ? JSON.parse(await readFile(file, 'utf8')) : await contentSeeds();
const played = await playAll(play, seeds, { texts: 2, argued: randomSeeds, rounds: 6 });
await app.close();
const comments = played.runs.flatMap(({ rows }) => rows.filter(({ type }) => type === 'round')).length;
const measures = measure({ ...played, archetypeOf: await archetypesOfWorld() });
const table = measures.map((each) => ({
  measure: each.name,
  value: `${each.value.toFixed(each.unit === '%' ? 1 : 2)} ${each.unit}`.trim(),
  goal:
    each.atMost === undefined
      ? `at least ${each.atLeast} ${each.unit}`
      : `at most ${each.atMost} ${each.unit}`,
  met: isMet(each) ? 'yes' : 'no',
}));
process.stdout.write(
  `${seeds.length} seeds, ${played.runs.length} runs of 6 rounds with ${comments} comments; ` +
    `${played.argued.length} runs for arguments, ${played.pairs.length} pairs of incidents\n\n`,
);
const width = Math.max(...table.map(({ measure: name }) => name.length));
for (const { measure: name, value, goal, met } of table) {
  process.stdout.write(`${name.padEnd(width)}  ${value.padStart(8)}  ${goal.padEnd(14)}  ${met}\n`);
}
