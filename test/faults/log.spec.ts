import { constants } from 'node:fs';
import { mkdtemp, open, readFile, rm, type FileHandle } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { limitDisk } from '../support/disk-limit.js';
import { exampleSeed } from '../support/seeds.js';
import { ServiceProcess, killServices, type ServiceOptions } from '../support/service-process.js';

const DROPPED = 'Log lines were dropped';
/** As much as a pipe holds, and as much again: each line is more than 150 bytes. */
const MANY = 900;

let dataDir: string;
let files: FileHandle[];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'dream-'));
  files = [];
});

afterEach(async () => {
  await killServices();
  await Promise.all(files.map((file) => file.close()));
  await rm(dataDir, { recursive: true });
});

/** A service whose runs need no disk, and which logs each request. */
function start(options: Partial<ServiceOptions> = {}): Promise<ServiceProcess> {
  const env = { RUN_REPOSITORY: 'memory', LOG_LEVEL: 'info', ...options.env };
  return ServiceProcess.start({ dataDir, ...options, env });
}

async function opened(path: string, flags: number): Promise<number> {
  const file = await open(path, flags);
  files.push(file);
  return file.fd;
}

const devFull = () => opened('/dev/full', constants.O_WRONLY);

/** The requests whose lines a log has to have. */
async function askFor(service: ServiceProcess, times: number): Promise<void> {
  for (let index = 0; index < times; index++) {
    expect((await service.get('/errors/RUN_NOT_FOUND')).status).toBe(200);
  }
}

/** Checks that the service answers, and simulates. */
async function expectAnswers(service: ServiceProcess): Promise<void> {
  await askFor(service, 3);
  const { status } = await service.post('/simulate', { seed: await exampleSeed(), rounds: 1 });
  expect(status).toBe(200);
  await askFor(service, 3);
}

/** The text of a file as soon as it has this. */
async function textOnce(path: string, pattern: RegExp): Promise<string> {
  for (;;) {
    const text = await readFile(path, 'utf8');
    if (pattern.test(text)) return text;
    await pause(20);
  }
}

/** A port that nothing listens on. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Asks until it is answered; rejects when the process ends before. */
async function firstAnswer(service: ServiceProcess, port: number): Promise<number> {
  const ended = service.exited.then(({ code }) => Promise.reject(new Error(`It ended: ${code}.`)));
  const answer = async () => {
    for (;;) {
      const status = await fetch(`http://127.0.0.1:${port}/health/ready`).then(
        (response) => response.status,
        () => null, // it does not listen yet
      );
      if (status !== null) return status;
      await pause(20);
    }
  };
  return Promise.race([answer(), ended]);
}

describe.each(['json', 'pretty'])('a log (%s) that cannot be written', (format) => {
  const env = { LOG_FORMAT: format };

  it('stops no answer while the disk is full', async () => {
    await expectAnswers(await start({ env, stdout: await devFull() }));
  });

  it('stops no answer when nobody has the pipe open any more', async () => {
    const service = await start({ env });
    service.stopReading('stdout', 'destroy');
    await expectAnswers(service);
  });

  it('tells how many lines it has dropped when there is space again, and goes on', async () => {
    const path = join(dataDir, 'log');
    const stdout = await opened(path, constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND);
    const service = await start({ env, stdout });
    await askFor(service, 2);
    const before = await textOnce(path, /(A request was answered[^]*){2}\n$/);
    await limitDisk(service.pid, 'full');
    await askFor(service, 7);
    await limitDisk(service.pid, 'free');
    await askFor(service, 1);
    const text = await textOnce(path, /Log lines were dropped[^]*A request was answered[^]*\n$/);
    expect(text.startsWith(before)).toBe(true);
    expect(text.match(new RegExp(DROPPED, 'g'))).toHaveLength(1);
    const dropped = Number(/"?dropped"?: ?(\d+)/.exec(text)?.[1]);
    const written = text.match(/A request was answered/g)?.length ?? 0;
    expect(dropped).toBeGreaterThanOrEqual(6); // the line of the last may come when there is space again
    expect(written + dropped).toBe(10);
  });

  it('begins a new line after one of which only a part could be written', async () => {
    const path = join(dataDir, 'log');
    const stdout = await opened(path, constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND);
    const service = await start({ env, stdout });
    await askFor(service, 1);
    const before = await textOnce(path, /A request was answered[^]*\n$/);
    await limitDisk(service.pid, Buffer.byteLength(before) + 20);
    await askFor(service, 2);
    await limitDisk(service.pid, 'free');
    const text = await textOnce(path, /^.*Log lines were dropped[^]*\n$/m);
    const [torn = '', next = ''] = text.slice(before.length).split('\n');
    expect(Buffer.byteLength(torn)).toBe(20);
    expect(next).toContain(DROPPED);
  });
});

describe('a log whose reader takes nothing for a while', () => {
  it('stops no answer, and loses no line when it is read again', async () => {
    const service = await start();
    service.stopReading('stdout', 'pause');
    await askFor(service, MANY);
    service.readAgain('stdout');
    await service.get('/errors');
    await service.untilSaid(/"route":"\/errors",[^\n]*\n/);
    expect(service.said.match(/A request was answered/g)).toHaveLength(MANY + 1);
    expect(service.said).not.toContain(DROPPED);
  });
});

describe('what is said to people on stderr', () => {
  it('does not end the service when it cannot be written, for want of space or of a reader', async () => {
    const [first, second] = [await freePort(), await freePort()];
    const full = await ServiceProcess.spawn({
      dataDir,
      env: { PORT: String(first), RUN_REPOSITORY: 'memory' },
      stderr: await devFull(),
    });
    expect(await firstAnswer(full, first)).toBe(200);
    const unread = await ServiceProcess.spawn({
      dataDir,
      env: { PORT: String(second), RUN_REPOSITORY: 'memory' },
    });
    unread.stopReading('stderr', 'destroy');
    expect(await firstAnswer(unread, second)).toBe(200);
    const again = await Promise.all([firstAnswer(full, first), firstAnswer(unread, second)]);
    expect(again).toEqual([200, 200]);
  });

  it('may be lost when the service cannot start, which its status tells all the same', async () => {
    const env = { PORT: 'none', RUN_REPOSITORY: 'memory' };
    const service = await ServiceProcess.spawn({ dataDir, env, stderr: await devFull() });
    expect(await service.exited).toEqual({ code: 1, signal: null });
  });
});
