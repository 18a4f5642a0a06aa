import { Module } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CountStage, WordCountPipeline } from '../../docs/examples/extending/word-count.pipeline.js';
import { AppModule } from '../../src/index.js';
import type request from 'supertest';
import { startApp, type RunningApp } from '../support/running-app.js';

@Module({ imports: [AppModule], providers: [WordCountPipeline, CountStage] })
class TeamModule {}

describe('the OpenAPI document of a service with a pipeline of a team', () => {
  let service: RunningApp;
  let document: request.Response['body'];

  beforeAll(async () => {
    service = await startApp({ RUN_REPOSITORY: 'memory' }, TeamModule);
    document = (await service.get('/docs-json').expect(200)).body;
  });

  afterAll(() => service.stop());

  it("has the team's rows among those that are known", () => {
    const { KnownRunlogRow, TeamRunlogRow, WordCountRow } = document.components.schemas;
    const ref = '#/components/schemas/WordCountRow';
    expect(KnownRunlogRow.discriminator.mapping).toMatchObject({ word_count: ref });
    expect(KnownRunlogRow.oneOf).toContainEqual({ $ref: ref });
    expect(TeamRunlogRow.properties.type.not.enum).toContain('word_count');
    expect(WordCountRow.properties.words).toMatchObject({ type: 'integer' });
  });

  it("has the team's example of a body after those of the simulation, and it makes a run", async () => {
    const { examples } = document.paths['/runs'].post.requestBody.content['application/json'];
    expect(Object.keys(examples)).toEqual(['plain', 'failure', 'words']);
    await service.post('/runs', examples.words.value).expect(202);
  });

  it("has the team's errors where they can be met, with their members and an example", () => {
    const { schemas, responses } = document.components;
    expect(schemas.Problem.properties).toHaveProperty('characters');
    expect(schemas).not.toHaveProperty('WordCountProblem');
    const { $ref } = document.paths['/runs'].post.responses['422'];
    const { examples } = responses[$ref.split('/').at(-1)].content['application/problem+json'];
    expect(examples.WORD_COUNT_NO_WORDS.value).toMatchObject({
      error: 'no_words',
      message: 'The text has no words.',
      characters: 2,
    });
  });
});
