import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { simulated } from '../support/model-runs.js';
import { ModelServer } from '../support/model-server.js';
import { startApp, type TestEnvironment } from '../support/running-app.js';
import { exampleSeed } from '../support/seeds.js';
import { ServiceProcess, killServices } from '../support/service-process.js';

let server: ModelServer;
let folder: string;

beforeEach(async () => {
  server = await ModelServer.start();
  folder = await mkdtemp(join(tmpdir(), 'dream-'));
});

afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

afterAll(killServices);

describe('prompts', () => {
  it('are those of a folder of the team, where that has them', async () => {
    await writeFile(join(folder, 'comment.md'), 'Write like a pirate.');
    const service = await startApp({ ...server.env, MODEL_PROMPTS_DIR: folder });
    await simulated(service, { rounds: 1 });
    await service.stop();
    expect(server.calls[0]?.body.messages[0]?.content).toBe('Write like a pirate.');
  });

  it('that cannot be read keep the service from starting', async () => {
    const starting = startApp({ ...server.env, MODEL_PROMPTS_DIR: join(folder, 'none') });
    await expect(starting).rejects.toThrow(/MODEL_PROMPTS_DIR/);
  });

  it('stay within a budget of tokens, however long the seed is', async () => {
    const seed = await exampleSeed();
    const public_facts = Array.from(
      { length: 50 },
      (_, index) => `Fact ${index}: ${'it was a long night '.repeat(20)}`,
    );
    const service = await startApp({ ...server.env, MODEL_MAX_INPUT_TOKENS: '1500' });
    await simulated(service, { seed: { ...seed, public_facts }, rounds: 1 });
    await service.stop();
    for (const { body } of server.calls) {
      const letters = body.messages.reduce((sum, { content }) => sum + content.length, 0);
      expect(letters).toBeLessThan(1_500 * 4);
    }
  });
});

/** What a service says while it simulates, with failures among its calls. */
async function said(env: TestEnvironment): Promise<string> {
  server.reply = ({ number }) =>
    number === 1 || number === 2 ? { kind: 'status', status: number === 1 ? 500 : 400 } : { kind: 'answer' };
  const service = await ServiceProcess.start({ dataDir: folder, env: { ...server.env, ...env } });
  const { body } = await service.post<{ run_id: string }>('/simulate', {
    seed: await exampleSeed(),
    rounds: 1,
  });
  expect(body.run_id).toMatch(/^run-/);
  await service.kill('SIGTERM');
  return service.said;
}

describe('the log of the service', () => {
  it('has no prompt, and never the key', async () => {
    const text = await said({ LOG_LEVEL: 'debug' });
    expect(text).toContain('A stage attempt failed');
    expect(text).not.toContain('You write one comment');
    expect(text).not.toContain('subclause_rex');
    expect(text).not.toContain('sk-secret');
  });

  it('has the prompts at the level debug when that is asked for, and no key in them', async () => {
    const text = await said({ LOG_LEVEL: 'debug', MODEL_LOG_PROMPTS: 'true' });
    expect(text).toContain('You write one comment');
    expect(text).toContain('subclause_rex');
    expect(text).not.toContain('sk-secret');
  });
});
