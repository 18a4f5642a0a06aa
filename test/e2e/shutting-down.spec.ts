import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable, Module, type OnModuleDestroy } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AppModule } from '../../src/index.js';
import { startApp, type RunningApp } from '../support/running-app.js';
import { exampleSeed } from '../support/seeds.js';

/** Keeps the application from ending until it is let go. */
let letGo: () => void;
let held: Promise<void>;

/** As a team's provider that takes its time to end. */
@Injectable()
class SlowToEnd implements OnModuleDestroy {
  onModuleDestroy(): Promise<void> {
    return held;
  }
}

@Module({ providers: [SlowToEnd] })
class DeepModule {}

@Module({ imports: [DeepModule] })
class MiddleModule {}

@Module({ imports: [MiddleModule] })
class UpperModule {}

/** The slow provider lies deeper than any module of the service: Nest waits for it first. */
@Module({ imports: [AppModule, UpperModule] })
class TeamModule {}

describe('a service that shuts down while a provider of a team is slow to do so', () => {
  let service: RunningApp;
  let runId: string;
  let closed: Promise<void>;

  beforeEach(async () => {
    held = new Promise((resolve) => (letGo = resolve));
    service = await startApp({}, TeamModule);
    const { body } = await service.post('/simulate', { seed: await exampleSeed(), rounds: 1 }).expect(200);
    runId = String(body.run_id);
    await service.get('/health/ready').expect(200);
    closed = service.app.close();
    await nextTurn(); // the hooks have been called
  });

  afterEach(async () => {
    letGo();
    await closed;
    await service.stop();
  });

  it.each(['/health/ready', '/health'])('responds with 503 to GET %s from then on', async (path) => {
    const { body, headers } = await service.get(path).expect(503);
    expect(body).toMatchObject({
      error: 'not_ready',
      error_code: 'SYS_NOT_READY',
      message: 'The service is shutting down.',
      checks: { process: 'shutting down' },
    });
    expect(headers['retry-after']).toMatch(/^\d+$/);
  });

  it('keeps serving GET /health/live and other reads', async () => {
    const paths = ['/health/live', '/runs', `/runs/${runId}/runlog`];
    const answers = await Promise.all(paths.map((path) => service.get(path)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  it('rejects new runs with 503 and Retry-After', async () => {
    const input = { seed: await exampleSeed(), rounds: 1 };
    const bodies = { '/simulate': input, '/runs': { pipeline: 'simulation', input } };
    for (const [path, body] of Object.entries(bodies)) {
      const answer = await service.post(path, body).expect(503);
      expect(answer.body).toMatchObject({ error: 'not_ready', message: 'The service is shutting down.' });
      expect(answer.headers['retry-after']).toMatch(/^\d+$/);
    }
    const { body } = await service.get('/runs').expect(200);
    expect(body.total).toBe(1);
  });
});
