import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { startApp, type RunningApp } from '../support/running-app.js';
import { exampleSeed } from '../support/seeds.js';

describe('a run whose log is gone', () => {
  let service: RunningApp;
  afterEach(() => service.stop());

  it('says so before it sends anything, and harms no other', async () => {
    service = await startApp({ RUN_REPOSITORY: 'file' });
    const seed = await exampleSeed();
    const { body: damaged } = await service.post('/simulate', { seed }).expect(200);
    const { body: sound } = await service.post('/simulate', { seed }).expect(200);
    await rm(join(service.dataDir, 'runs', damaged.run_id, 'runlog.jsonl'));
    const { body: problem } = await service.get(damaged.links.runlog).expect(500);
    expect(problem).toMatchObject({ error: 'corrupt_runlog', error_code: 'RUN_LOG_CORRUPT', seq: 1 });
    const { body: log } = await service.get(sound.links.runlog).expect(200);
    expect(log.rows).toHaveLength(sound.summary.rows);
  });
});
