// Measures how long POST /runs/{id}/fork takes of a run with a log of a million rows, and how long GET /health/live
// takes meanwhile, both asked for from a process of its own. Needs a build: `npm run bench:fork [sqlite|file]`.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Module } from '@nestjs/common';
import { AppModule, createApp, RunsService, StageNode } from '../../dist/index.js';
import { BenchPipeline, EmitStage, ROWS } from './long-log.mjs';

const TURNS = 3;

class EndStage {
  async run() {}
}
StageNode({ id: 'end', pipeline: 'bench', after: 'emit' })(EndStage);

class BenchModule {}
Module({ imports: [AppModule], providers: [BenchPipeline, EmitStage, EndStage] })(BenchModule);

/** What the client's process does: forks the run, and asks for the service's health until that is answered. */
async function forkRun(root, runId) {
  await fetch(`${root}/health/live`);
  const begun = performance.now();
  const answered = { afterMs: 0 };
  const body = JSON.stringify({ from_stage: 'end' });
  const headers = { 'Content-Type': 'application/json' };
  const forked = fetch(`${root}/runs/${runId}/fork`, { method: 'POST', headers, body }).then(
    async (answer) => {
      if (answer.status !== 202) throw new Error(`It answered ${answer.status}: ${await answer.text()}`);
      const run = await answer.json();
      answered.afterMs = performance.now() - begun;
      return run;
    },
  );
  let slowest = 0;
  while (answered.afterMs === 0) {
    const asked = performance.now();
    await (await fetch(`${root}/health/live`)).arrayBuffer();
    slowest = Math.max(slowest, performance.now() - asked);
    await Promise.race([pause(5), forked]);
  }
  const { summary } = await forked;
  process.stdout.write(JSON.stringify({ took: answered.afterMs, slowest, rows: summary.rows }));
}

/** Forks a run from a process of its own. */
async function measure(root, runId) {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), root, runId], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  for await (const piece of child.stdout) said += piece;
  return JSON.parse(said);
}

const say = (line) => process.stdout.write(`${line}\n`);

async function bench(repository) {
  const dataDir = await mkdtemp(join(tmpdir(), 'dream-bench-'));
  const env = { DATA_DIR: dataDir, LOG_LEVEL: 'error', RUN_REPOSITORY: repository };
  Object.assign(process.env, { ...env, RUN_TIMEOUT_MS: '3600000' });
  const app = await createApp(BenchModule);
  await app.listen(0, '127.0.0.1');
  const { run } = await app.get(RunsService).runToEnd({ pipeline: 'bench', input: { rows: ROWS } });
  say(`${repository}: a log of ${run.summary.rows} rows, ${run.summary.bytes} bytes`);
  for (let turn = 0; turn < TURNS; turn++) {
    const before = process.memoryUsage().rss;
    let most = before;
    const timer = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 5);
    const { took, slowest, rows } = await measure(await app.getUrl(), run.run_id);
    clearInterval(timer);
    const memory = ((most - before) / 2 ** 20).toFixed(0);
    say(
      `  fork of ${rows} rows: ${took.toFixed(0)} ms; slowest health ${slowest.toFixed(0)} ms; ${memory} MB more`,
    );
  }
  await app.close();
  await rm(dataDir, { recursive: true });
}

const [name, runId] = process.argv.slice(2);
if (runId) await forkRun(name, runId);
else {
  const [{ model }] = cpus();
  say(`${cpus().length} cores, ${model}, Node ${process.version}; files in ${tmpdir()}`);
  for (const repository of name ? [name] : ['sqlite', 'file']) await bench(repository);
}
