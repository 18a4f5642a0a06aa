import { Controller, Get, Module } from '@nestjs/common';
import { ApiProduces } from '@nestjs/swagger';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AppModule } from '../../src/index.js';
import { startApp, type RunningApp } from '../support/running-app.js';
import { exampleSeed } from '../support/seeds.js';

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
const REFUSED = { error: 'not_acceptable', error_code: 'REQ_NOT_ACCEPTABLE', status: 406 };

@Controller('team')
class TeamController {
  @Get('plain')
  plain(): string {
    return 'plain';
  }

  @Get('table')
  @ApiProduces('text/csv; charset=utf-8')
  table(): string {
    return 'a,b';
  }
}

@Module({ imports: [AppModule], controllers: [TeamController] })
class TeamModule {}

describe('an Accept header', () => {
  let service: RunningApp;
  let runId: string;

  beforeAll(async () => {
    service = await startApp({ RUN_REPOSITORY: 'memory' }, TeamModule, { own: / \/team\// });
    const { body } = await service.post('/simulate', { seed: await exampleSeed(), rounds: 1 }).expect(200);
    runId = body.run_id;
  });
  afterAll(() => service.stop());

  const pathOf = (template: string) =>
    template
      .replace('{run_id}', runId)
      .replace('{other_id}', runId)
      .replace('{kind}/{item_id}', 'board/B01')
      .replace('{error_code}', 'REQ_NOT_FOUND');

  it('that the route cannot satisfy is a 406 that lists its media types, on every route with content', async () => {
    const { body: document } = await service.get('/docs-json').expect(200);
    for (const [path, methods] of Object.entries<object>(document.paths)) {
      if (path.startsWith('/team')) continue;
      for (const method of Object.keys(methods)) {
        if (method === 'delete') continue;
        const asked = method === 'get' ? service.get(pathOf(path)) : service.post(pathOf(path), {});
        const { body, status, headers } = await asked.set('Accept', 'image/png');
        expect([method, path, status]).toEqual([method, path, 406]);
        expect(body).toMatchObject(REFUSED);
        expect(headers['content-type']).toBe('application/problem+json; charset=utf-8');
        expect(body.produces.length).toBeGreaterThan(0);
      }
    }
  });

  it('that the route cannot satisfy prevents the creation of a run', async () => {
    const before = await service.get('/runs').expect(200);
    const seed = await exampleSeed();
    await service.post('/simulate', { seed }).set('Accept', 'text/plain').expect(406);
    await service
      .post('/runs', { pipeline: 'simulation', input: { seed } })
      .set('Accept', 'application/json;q=0')
      .expect(406);
    expect((await service.get('/runs').expect(200)).body.total).toBe(before.body.total);
  });

  it('is ignored by responses without content and by error responses', async () => {
    const { body } = await service.post('/simulate', { seed: await exampleSeed(), rounds: 1 }).expect(200);
    await service.delete(`/runs/${body.run_id}`).set('Accept', 'text/plain').expect(204);
    await service.get(`/runs/${body.run_id}`).set('Accept', 'application/json').expect(404);
    const { body: told } = await service.get('/nowhere').set('Accept', 'text/plain').expect(404);
    expect(told.error_code).toBe('REQ_NOT_FOUND');
  });

  it.each([
    undefined,
    '*/*',
    'application/*',
    BROWSER,
    'application/json; charset=utf-8',
    'a/b;q=1, */*;q=0.1',
  ])('may be %j on a JSON route', async (accept) => {
    const test = service.get(`/runs/${runId}/report`);
    await (accept === undefined ? test.unset('Accept') : test.set('Accept', accept))
      .expect('Content-Type', /application\/json/)
      .expect('Vary', /Accept/)
      .expect(200);
  });

  it.each([
    ['runlog', 'application/x-ndjson; charset=utf-8', 'application/x-ndjson'],
    ['report', 'text/*', 'text/markdown'],
    ['events', 'text/event-stream', 'text/event-stream'],
  ])('requests a media type of /%s: %s', async (of, accept, type) => {
    const { headers } = await service.get(`/runs/${runId}/${of}`).set('Accept', accept).expect(200);
    expect(headers['content-type']).toContain(type);
  });

  it('is checked on a route of a team only if the route has @ApiProduces', async () => {
    await service.get('/team/plain').set('Accept', 'image/png').expect(200);
    await service.get('/team/table').set('Accept', 'text/csv').expect(200);
    const { body } = await service.get('/team/table').set('Accept', 'application/json').expect(406);
    expect(body).toMatchObject({ ...REFUSED, produces: ['text/csv; charset=utf-8'] });
  });
});
