import { createHash } from 'node:crypto';
import { chmod, chown, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { runCommandLine } from '../../src/cli/command-line.js';
import { startApp, type RunningApp } from '../support/running-app.js';
import { exampleSeed } from '../support/seeds.js';
import { bearer } from '../support/tokens.js';
import { until } from '../support/waiting.js';

const digestOf = (token: string) => createHash('sha256').update(token).digest('hex');
const line = (name: string, scope: string, expiry = '') =>
  `${name}:${scope}:${digestOf(`pd_${name}`)}${expiry && `:${expiry}`}\n`;

let folder: string;
let file: string;
let service: RunningApp;

const statusOf = async (name: string, path = '/runs') =>
  (await service.get(path).set('Authorization', bearer(`pd_${name}`))).status;

async function command(...words: string[]) {
  const written = { out: '', err: '' };
  const code = await runCommandLine(words, {
    out: (text) => void (written.out += text),
    err: (text) => void (written.err += text),
    isWatched: false,
  });
  return { code, ...written };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dream-tokens-'));
  file = join(folder, 'tokens');
  await writeFile(file, line('kept', 'admin'));
  service = await startApp({ API_TOKENS: line('fixed', 'read').trim(), API_TOKENS_FILE: file });
});

beforeEach(async () => {
  await writeFile(file, line('kept', 'admin') + line('leaving', 'run'));
  await until(async () => (await statusOf('leaving')) === 200);
});

afterAll(async () => {
  await service.stop();
  await rm(folder, { recursive: true });
});

describe('a token of API_TOKENS_FILE', () => {
  it('is taken out of a file that keeps its owner and its rights', async () => {
    await chmod(file, 0o640);
    const isRoot = process.getuid?.() === 0;
    if (isRoot) await chown(file, 1_234, 1_234);
    await command('token', 'another', 'read', '--file', file);
    const before = await stat(file);
    await command('token', 'revoke', 'another', '--file', file);
    const after = await stat(file);
    expect([after.uid, after.gid, after.mode]).toEqual([before.uid, before.gid, before.mode]);
    expect(after.ino).not.toBe(before.ino);
    if (isRoot) await chown(file, 0, 0);
  });

  it('admits without a restart, until it is taken out; those of API_TOKENS stay', async () => {
    expect(await statusOf('new')).toBe(401);
    await command('token', 'other', 'report', '--file', file);
    await writeFile(file, (await readFile(file, 'utf8')) + line('new', 'read'));
    await until(async () => (await statusOf('new')) === 200);
    expect(await command('token', 'revoke', 'new', '--file', file)).toMatchObject({ code: 0 });
    await until(async () => (await statusOf('new')) === 401);
    expect(await readFile(file, 'utf8')).toMatch(/^kept:.*\nleaving:.*\nother:report:[0-9a-f]{64}\n$/);
    expect([await statusOf('kept'), await statusOf('fixed')]).toEqual([200, 200]);
  });

  it('ends the event streams of its holder when it is taken back, and only those', async () => {
    const body = {
      pipeline: 'simulation',
      input: { seed: await exampleSeed(), rounds: 1 },
      faults: [{ stage_node: 'round_loop', kind: 'delay', attempts: 'all', delay_ms: 60_000 }],
    };
    await service.stop();
    service = await startApp({ API_TOKENS_FILE: file, FAULT_INJECTION: 'true', SHUTDOWN_GRACE_MS: '500' });
    const started = await service.post('/runs', body).set('Authorization', bearer('pd_kept')).expect(202);
    const url = `${await service.app.getUrl()}${started.body.links.events as string}`;
    const streams = await Promise.all(
      ['leaving', 'kept'].map((name) => fetch(url, { headers: { Authorization: bearer(`pd_${name}`) } })),
    );
    const over = streams.map(() => false);
    const texts = streams.map(async (stream, index) => {
      const text = await stream.text();
      over[index] = true;
      return text;
    });
    await command('token', 'revoke', 'leaving', '--file', file);
    expect(await texts[0]).not.toContain('event: end');
    expect(over).toEqual([true, false]);
    await service
      .post(`/runs/${started.body.run_id}/cancel`, undefined)
      .set('Authorization', bearer('pd_kept'));
    expect(await texts[1]).toContain('event: end');
  });

  it('is required even when the file has none left', async () => {
    await writeFile(file, '# nobody\n');
    await until(async () => (await statusOf('kept')) === 401);
    expect((await service.get('/runs')).status).toBe(401);
  });

  it('stops the start when the file cannot be used', async () => {
    await expect(startApp({ API_TOKENS_FILE: join(folder, 'nowhere') })).rejects.toThrow(
      'API_TOKENS_FILE cannot be read: ENOENT',
    );
  });

  it('has a name that revoking asks for', async () => {
    expect(await command('token', 'revoke', 'nobody', '--file', file)).toMatchObject({
      code: 1,
      err: expect.stringContaining('no token with the name nobody'),
    });
    expect(await command('token', 'revoke', 'kept')).toMatchObject({ code: 2 });
    expect(await command('token', 'kept', 'read', '--file', file)).toMatchObject({ code: 1 });
    expect(await command('token', 'x', 'read', '--expires', 'soon')).toMatchObject({ code: 2 });
  });
});
