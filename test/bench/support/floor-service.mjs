// What any service needs at least: express and the bare `sqlite3` package, without anything of ours. It stores one run
// in one durable transaction for each POST request, and sends the bytes that the service sent.
// Arguments: the path of the database, and of a JSON file with the exchange to repeat.
import { readFile } from 'node:fs/promises';
import express from 'express';
import { Floor } from './floor.mjs';

const [database, exchangePath] = process.argv.slice(2);
const { creation, answer } = JSON.parse(await readFile(exchangePath, 'utf8'));
const floor = await Floor.open(database, { creation, commits: [] });
await floor.run();

const app = express().disable('etag').disable('x-powered-by');
const send = (response, text) => response.type('json').send(text);

app.post('/simulate', express.json({ limit: '1mb' }), async (_request, response) => {
  await floor.run();
  send(response, answer);
});
app.get('/run', async (_request, response) => send(response, await floor.readRecord()));
app.get('/runlog', async (_request, response) => {
  const rows = await floor.readRows();
  send(response, `{"run_id":"${creation.run.run_id}","rows":[${rows}]}`);
});

const server = app.listen(0, '127.0.0.1', () => {
  process.stderr.write(`http://127.0.0.1:${server.address().port}\n`);
});
