// Prints a run of an example seed as a transcript in Markdown, as docs/examples/runs holds them:
//   npm run build && node scripts/transcript.mjs docs/examples/seeds/seed-06-heron-stairs.json 8 [random_seed]
import { readFile } from 'node:fs/promises';
import { createApp, RunlogService, RunsService } from '../dist/index.js';

const [path, rounds = '6', randomSeed] = process.argv.slice(2);
const seed = JSON.parse(await readFile(path, 'utf8'));
Object.assign(process.env, { RUN_REPOSITORY: 'memory', LOG_LEVEL: 'error' });
const app = await createApp();
const input = { seed, rounds: Number(rounds), ...(randomSeed && { random_seed: randomSeed }) };
const { run } = await app.get(RunsService).runToEnd({ pipeline: 'simulation', input });
const rows = [];
for await (const json of app.get(RunlogService).rows(run)) rows.push(JSON.parse(json));
await app.close();

const say = (line = '') => process.stdout.write(`${line}\n`);
const tell = {
  thread_selected: (row) =>
    say(`## ${row.rendered_title}\n\n${row.text.split('\n').slice(1).join('\n\n')}\n`),
  round: (row) => {
    const reply = row.reply_to ? `, ${row.reply_to.stance}` : '';
    const received = `${row.upvotes} up, ${row.reports} reported`;
    say(
      `**${row.persona_name}** (${row.community_name}; ${row.intent}${reply}; ${received})${row.withheld ? ' — withheld' : ''}\n`,
    );
    say(`> ${row.text}\n`);
  },
  action: (row) =>
    say(
      `_Round ${row.round}: ${row.action_type} (${row.prev_status} → ${row.next_status}, ${row.reason_rule_id})_\n`,
    ),
  cross_inflow: (row) =>
    say(
      `_Round ${row.round}: the thread reaches ${row.to_board_id}; ${row.arrivals.join(' and ')} come over_\n`,
    ),
  round_summary: (row) =>
    say(
      `_End of round ${row.round}: ${row.comment_count} comments, ${row.report_count} reports, the thread is ${row.status}_\n`,
    ),
  end_condition: (row) =>
    say(`_The end: ${row.termination_reason} after round ${row.ended_round}; the thread is ${row.status}._`),
};
say(`# ${seed.title}\n`);
say(
  `Made with \`node scripts/transcript.mjs ${process.argv.slice(2).join(' ')}\`; the same command makes it again.\n`,
);
for (const row of rows) tell[row.type]?.(row);
