// Asks GET /health/live, at its own pace. Argument: the address of the service.
import { Client } from './load.mjs';
import { serveCalls } from './worker.mjs';

const PERIOD_MS = 10;

const client = new Client(process.argv[2], Infinity);
let answers = [];
let timer;

async function ask() {
  const { ms } = await client.ask('/health/live');
  return ms;
}

function askLater() {
  const answer = ask();
  answer.catch(() => {}); // it fails when all are collected
  answers.push(answer);
}

serveCalls({
  /** Asks every 10 ms, also while earlier answers have not come: a busy moment delays all that are asked in it. */
  start: async () => {
    await ask();
    answers = [];
    timer = setInterval(askLater, PERIOD_MS);
  },
  /** Asks no more. Resolves with the times that were measured, in ms. */
  stop: () => {
    clearInterval(timer);
    return Promise.all(answers);
  },
});
