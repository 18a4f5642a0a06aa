import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { nestBuild } from '../support/nest-build.js';
import { ServiceProcess, killServices } from '../support/service-process.js';

describe('a service that is to have no explorer', () => {
  let url: string;
  let dataDir: string;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'dream-serving-'));
    const program = join(await nestBuild(), 'main.js');
    const env = { EXPLORER: 'false', RUN_REPOSITORY: 'memory' };
    url = await (await ServiceProcess.start({ dataDir, program, env })).listening;
  }, 240_000);

  afterAll(async () => {
    await killServices();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('leads people to Swagger UI, and has nothing at /explorer', async () => {
    const home = await fetch(url, { headers: { Accept: 'text/html' } });
    expect([home.status, new URL(home.url).pathname]).toEqual([200, '/docs/']);
    for (const path of ['/explorer', '/explorer/', '/explorer/theme.js'])
      expect([path, (await fetch(url + path)).status]).toEqual([path, 404]);
  });
});
