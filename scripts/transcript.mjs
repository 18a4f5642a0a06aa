// Prints a run of an example seed as a transcript in Markdown, as docs/examples/runs holds them:
//   npm run build && node scripts/transcript.mjs docs/examples/seeds/seed-06-heron-stairs.json 8 [random_seed]
import { readFile } from 'node:fs/promises';
import { createApp, RunlogService, RunsService, transcriptMarkdown } from '../dist/index.js';

const [path, rounds = '6', randomSeed] = process.argv.slice(2);
const seed = JSON.parse(await readFile(path, 'utf8'));
Object.assign(process.env, { RUN_REPOSITORY: 'memory', LOG_LEVEL: 'error' });
const app = await createApp();
const input = { seed, rounds: Number(rounds), ...(randomSeed && { random_seed: randomSeed }) };
const { run } = await app.get(RunsService).runToEnd({ pipeline: 'simulation', input });
async function* rows() {
  for await (const json of app.get(RunlogService).rows(run)) yield JSON.parse(json);
}
for await (const text of transcriptMarkdown(rows())) process.stdout.write(text);
await app.close();
process.stdout.write(
  `\nMade with \`node scripts/transcript.mjs ${process.argv.slice(2).join(' ')}\`; the same command makes it again.\n`,
);
