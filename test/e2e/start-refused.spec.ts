import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ServiceProcess, killServices } from '../support/service-process.js';
import type { TestEnvironment } from '../support/running-app.js';
import { API_TOKENS } from '../support/tokens.js';

describe('the process ends with status 1 and names the variable', () => {
  let dataDir: string;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'dream-'));
  });

  afterAll(async () => {
    await killServices();
    await rm(dataDir, { recursive: true });
  });

  /** What a process says that does not come to listen. */
  const saidBy = async (env: TestEnvironment): Promise<string> => {
    const service = await ServiceProcess.spawn({ dataDir, env });
    await expect(service.listening).rejects.toThrow('The process ended');
    expect(await service.exited).toEqual({ code: 1, signal: null });
    return service.said;
  };

  it('when DATA_DIR lies in a file', async () => {
    const file = join(dataDir, 'file');
    await writeFile(file, '');
    expect(await saidBy({ DATA_DIR: join(file, 'below') })).toMatch(
      /- DATA_DIR must be a folder, .*is a file/,
    );
  });

  it('when DATA_DIR has a file that is no database', async () => {
    const folder = await mkdtemp(join(dataDir, 'foreign-'));
    await writeFile(join(folder, 'runs.sqlite3'), 'This is a text. '.repeat(500));
    expect(await saidBy({ DATA_DIR: folder })).toMatch(
      /- DATA_DIR has a runs.sqlite3 that is damaged, or no/,
    );
    expect(await readFile(join(folder, 'runs.sqlite3'), 'utf8')).toMatch(/^This is a text/);
  });

  it('when the port is used', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    expect(await saidBy({ PORT: String(port) })).toMatch(`- PORT ${port} on HOST 127.0.0.1 is used`);
    await new Promise((resolve) => other.close(resolve));
  });

  it('when HOST is no address of this machine', async () => {
    expect(await saidBy({ HOST: '203.0.113.7', API_TOKENS })).toMatch(/- HOST must be an address of this/);
  });

  it('when HOST is not of this machine alone and there are no tokens, beside every other bad value', async () => {
    const said = await saidBy({ HOST: '0.0.0.0', RATE_LIMIT_PER_MINUTE: 'many', CORS_ORIGINS: '*' });
    for (const name of ['HOST', 'RATE_LIMIT_PER_MINUTE', 'CORS_ORIGINS'])
      expect(said).toContain(`- ${name} `);
    expect(said).not.toContain('listens');
  });

  it('when API_TOKENS holds a token, without repeating it', async () => {
    const said = await saidBy({ API_TOKENS: 'ci:run:pd_the-token-itself' });
    expect(said).toContain('- API_TOKENS must be');
    expect(said).not.toContain('pd_the-token-itself');
  });
});

describe('the process that starts without tokens', () => {
  it('says so', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'dream-'));
    const service = await ServiceProcess.start({ dataDir });
    await service.untilSaid(/There are no tokens/);
    expect((await service.get('/health/live')).status).toBe(200);
    await service.kill();
    await rm(dataDir, { recursive: true });
  });
});
