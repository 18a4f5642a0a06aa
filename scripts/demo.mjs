// Starts the built service on a SQLite file, runs one example seed, and tells in words what happened.
// `--exit` ends it afterwards; otherwise it stays up to be explored.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createApp } from '../dist/index.js';

const SEED = new URL('../docs/examples/seeds/seed-01-short-crate.json', import.meta.url);
const MODERATION_WORDS = {
  HIDE_PREVIEW: 'the preview was hidden',
  LOCK_THREAD: 'the thread was locked',
  RESTORE: 'the thread was opened by one step',
  GHOST_THREAD: 'the thread was made a ghost',
  SANCTION_USER: 'the author was sanctioned',
  APPEAL: 'an appeal was accepted',
  APPEAL_REJECT: 'an appeal was rejected',
  APPEAL_DELAY: 'an appeal was put off',
  CONSPIRACY_BACKLASH: 'an appeal was put off, and a backlash followed',
};

const say = (line = '') => process.stdout.write(`${line}\n`);

async function start() {
  process.env.LOG_LEVEL ??= 'warn';
  process.env.LOG_FORMAT ??= 'pretty';
  process.env.DATA_DIR ??= './data';
  process.env.FAULT_INJECTION ??= 'true';
  process.env.API_TOKENS = ''; // the demo asks its own service, on this machine alone
  const app = await createApp();
  app.enableShutdownHooks();
  const host = process.env.HOST ?? '127.0.0.1';
  const port = Number(process.env.PORT ?? 3000);
  try {
    await app.listen(port, host);
  } catch (error) {
    if (error.code !== 'EADDRINUSE') throw error;
    say(`Port ${port} is taken, so the demo takes a free one (PORT=… chooses one).`);
    await app.listen(0, host);
  }
  return app;
}

async function fetchJson(url, options) {
  const response = await fetch(url, options);
  const body = await response.json();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${body.message}`);
  return body;
}

function simulate(url, body) {
  const headers = { 'Content-Type': 'application/json' };
  return fetchJson(`${url}/simulate`, { method: 'POST', headers, body: JSON.stringify(body) });
}

function tellCandidates(rows) {
  const candidates = rows.filter(({ type }) => type === 'thread_candidate');
  const chosen = rows.find(({ type }) => type === 'thread_selected');
  say(`Thread   ${candidates.length} candidates; chosen: “${chosen.rendered_title}”`);
  say(`         (${chosen.candidate_id}, told as ${chosen.frame}, score ${chosen.score})`);
}

function tellRounds(rows, characters) {
  for (const summary of rows.filter(({ type }) => type === 'round_summary')) {
    const { round, comment_count, upvote_count, report_count } = summary;
    say(`Round ${round}  ${comment_count} comments, ${upvote_count} upvotes, ${report_count} reports`);
    const comments = rows.filter((row) => row.type === 'round' && row.round === round && !row.withheld);
    const [best] = comments.toSorted((a, b) => b.score - a.score);
    if (best) say(`         ${characters.get(best.persona_id)}: ${best.text}`);
  }
}

function tellModeration(rows) {
  const decisions = rows.filter(({ type }) => type === 'moderation_decision');
  const acted = decisions.filter(({ action_type }) => action_type !== 'NO_ACTION');
  const reports = decisions.at(-1)?.report_total ?? 0;
  say(`Mods     ${reports} reports in all${acted.length === 0 ? '; moderation left the thread alone' : ''}`);
  for (const { round, action_type, status_before, status_after, reason_rule_id } of acted) {
    const what = MODERATION_WORDS[action_type] ?? action_type;
    say(`         round ${round}: ${what} (${status_before} → ${status_after}, ${reason_rule_id})`);
  }
}

function tellEnd(rows, run) {
  const end = rows.find(({ type }) => type === 'end_condition');
  say(`End      ${end.termination_reason} after round ${end.ended_round}; the thread is ${end.status}`);
  const attempts = run.summary.stage.nodes.map(({ node_id, attempts: tries }) => `${node_id} ${tries}`);
  say(`Attempts ${attempts.join(', ')}`);
  say(`Log      ${run.summary.rows} rows, ${run.summary.bytes} bytes, ${run.duration_ms} ms`);
}

/** The name of whoever stands behind each persona that spoke. */
async function namesOf(url, rows) {
  const ids = new Set(rows.filter(({ type }) => type === 'round').map(({ persona_id }) => persona_id));
  const names = new Map();
  for (const id of ids) {
    const persona = await fetchJson(`${url}/packs/persona/${id}`);
    names.set(id, (await fetchJson(`${url}/packs/character/${persona.char_id}`)).name);
  }
  return names;
}

async function main() {
  const app = await start();
  const url = await app.getUrl();
  const seed = JSON.parse(await readFile(SEED, 'utf8'));
  say();
  say(`Open ${url}/explorer/ to look at runs in the browser.`);
  say(`Project Dream runs on ${url}, its runs are kept in ${resolve(process.env.DATA_DIR)}`);
  say();
  say(`Incident “${seed.title}”`);
  say(`         ${seed.summary}`);
  say();
  const run = await simulate(url, { seed, rounds: 4 });
  const { rows } = await fetchJson(`${url}/runs/${run.run_id}/runlog`);
  tellCandidates(rows);
  tellRounds(rows, await namesOf(url, rows));
  tellModeration(rows);
  tellEnd(rows, run);
  say();
  say('Go on from here:');
  say(`  ${url}/explorer/runs/${run.run_id}   this run: its timeline, thread, charts, report and log`);
  say(`  ${url}/docs                      every route, to try out in the browser`);
  say(`  ${url}/runs/${run.run_id}/transcript   the thread, to read`);
  say(`  ${url}/runs/${run.run_id}/runlog   everything that happened, row by row`);
  say(`  ${url}/runs                      all runs`);
  say(`  ${url}/packs                     the world`);
  if (process.argv.includes('--exit')) {
    await app.close();
    return;
  }
  say();
  say('The service stays up; Ctrl+C ends it.');
}

await main();
