import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startPostgres } from '../support/postgres-process.mjs';
import { hasPostgres, postgresSchema } from '../support/postgres-server.js';
import type { TestEnvironment } from '../support/running-app.js';
import { ServiceProcess, killServices } from '../support/service-process.js';

/** Three services start in turn, perhaps on a machine that is busy. */
const TIMEOUT_MS = 120_000;
const hasServer = await hasPostgres();
const isGiven = process.env['TEST_DATABASE_URL'] !== undefined;
if (isGiven)
  process.stderr.write('SKIPPED: starts on a PostgreSQL that comes and goes, as it is TEST_DATABASE_URL.\n');
const describeOnOwnServer = hasServer && !isGiven ? describe : describe.skip;

describeOnOwnServer('a service with RUN_REPOSITORY=postgres', () => {
  let dataDir: string;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'dream-'));
  });

  afterAll(async () => {
    await killServices();
    await rm(dataDir, { recursive: true });
  });

  const spawn = (DATABASE_URL: string, more: TestEnvironment = {}) => {
    const env = { RUN_REPOSITORY: 'postgres', DATABASE_URL, ...more };
    return ServiceProcess.spawn({ dataDir, env });
  };

  it('ends with status 1 and a sentence when the password is wrong, and does not repeat it', async () => {
    const schema = await postgresSchema();
    await schema.query(
      `DO $$ BEGIN CREATE ROLE guarded LOGIN PASSWORD 'right'; EXCEPTION WHEN OTHERS THEN NULL; END $$`,
    );
    const url = new URL(schema.url);
    Object.assign(url, { username: 'guarded', password: 'hunter2' });
    const service = await spawn(url.href, { LOG_LEVEL: 'trace' });
    await expect(service.listening).rejects.toThrow('The process ended');
    expect(await service.exited).toEqual({ code: 1, signal: null });
    expect(service.said).toMatch(/- DATABASE_URL has a user name or password .* does not accept; correct it/);
    expect(service.said).not.toContain('hunter2');
    await schema.drop();
  });

  it(
    'waits for a database that is not there, says so, and listens when it is; a signal ends the wait',
    async () => {
      const server = await startPostgres();
      try {
        await server.stop();
        const url = server.url.replace('postgres@', 'postgres:hunter2@');
        const [service, other] = await Promise.all([
          spawn(url, { LOG_LEVEL: 'warn' }),
          spawn(url, { LOG_LEVEL: 'warn' }),
        ]);
        await Promise.all([service, other].map((each) => each.untilSaid(/is not there yet: waiting for it/)));
        expect(service.said).not.toMatch(/ listens on |hunter2/);
        expect(await other.kill('SIGTERM')).toEqual({ code: null, signal: 'SIGTERM' });
        await server.start();
        await service.listening;
        expect((await service.get('/health/ready')).status).toBe(200);
        expect(await service.kill('SIGTERM')).toEqual({ code: null, signal: 'SIGTERM' });
      } finally {
        await server.remove();
      }
    },
    TIMEOUT_MS,
  );
});
