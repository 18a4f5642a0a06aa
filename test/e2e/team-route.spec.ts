import { Module } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CountStage, WordCountPipeline } from '../../docs/examples/extending/word-count.pipeline.js';
import { WordCountsController } from '../../docs/examples/extending/word-counts.controller.js';
import { AppModule } from '../../src/index.js';
import { rowsOf, type AnsweredRunlog } from '../support/run-logs.js';
import { startApp, type RunningApp } from '../support/running-app.js';
import { runOnce } from '../support/waiting.js';

@Module({
  imports: [AppModule],
  controllers: [WordCountsController],
  providers: [WordCountPipeline, CountStage],
})
class TeamModule {}

describe('a route of a team that starts runs', () => {
  let service: RunningApp;

  beforeEach(async () => {
    service = await startApp({}, TeamModule, { own: /\/word-counts/ });
  });

  afterEach(() => service.stop());

  it('starts one run for each Idempotency-Key', async () => {
    const count = (body: object) => service.post('/word-counts', body).set('Idempotency-Key', 'once');
    const first = await count({ text: 'so many words' }).expect(202).expect('Retry-After', '1');
    const { run_id } = first.body;
    expect(first.headers).toMatchObject({ location: `/runs/${run_id}` });
    expect(first.headers).not.toHaveProperty('idempotency-replayed');
    await runOnce(service, run_id, 'succeeded');
    const { body: log } = await service.get(`/runs/${run_id}/runlog`).expect(200);
    expect(rowsOf(log as AnsweredRunlog, 'word_count')).toEqual([expect.objectContaining({ words: 3 })]);
    const again = await count({ text: 'so many words' }).expect(202).expect('Idempotency-Replayed', 'true');
    expect(again.body.run_id).toBe(run_id);
    const { body: error } = await count({ text: 'other words' }).expect(422);
    expect(error).toMatchObject({ error_code: 'REQ_IDEMPOTENCY_KEY_REUSED', run_id });
  });

  it('refuses what its DTO and its pipeline refuse, and is documented', async () => {
    const { body: invalid } = await service.post('/word-counts', { text: 3 }).expect(400);
    expect(invalid.errors).toContainEqual(expect.objectContaining({ pointer: '/text' }));
    const { body: error } = await service.post('/word-counts', { text: '  ' }).expect(422);
    expect(error).toMatchObject({ error_code: 'WORD_COUNT_NO_WORDS', characters: 2 });
    const { body: document } = await service.get('/docs-json').expect(200);
    const { post } = document.paths['/word-counts'];
    expect(post.parameters).toContainEqual(
      expect.objectContaining({ name: 'Idempotency-Key', in: 'header' }),
    );
    expect(Object.keys(post.responses)).toEqual(expect.arrayContaining(['202', '400', '422', '503']));
  });
});
