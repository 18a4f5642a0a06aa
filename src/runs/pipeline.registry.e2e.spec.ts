import { Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { describe, expect, it } from '@jest/globals';
import { EngineModule, Pipeline, RunsService, StageNode, type AttributeDeclarations } from '../engine.js';
import { PipelineRegistry } from './pipeline.registry.js';

/** A pipeline of one stage, with these attributes. */
function pipelineWith(id: string, attributes: AttributeDeclarations, projection: object = {}): Type[] {
  @Pipeline({ id, attributes })
  class TestPipeline {
    project(): object {
      return projection;
    }
  }
  @StageNode({ id: `${id}_stage`, pipeline: id, retry: { maxAttempts: 1 } })
  class TestStage {
    async run(): Promise<void> {}
  }
  return [TestPipeline, TestStage];
}

async function start(...providers: Type[]) {
  @Module({ imports: [EngineModule.forRoot()], providers })
  class TeamModule {}
  return NestFactory.createApplicationContext(TeamModule, { logger: false, abortOnError: false });
}

describe('the attributes that pipelines declare', () => {
  it('are filters of lists when one of the pipelines that share them says so', async () => {
    const genre = { type: 'string', description: 'Its genre.' } as const;
    const words = { type: 'integer', description: 'How many words.' } as const;
    const app = await start(
      ...pipelineWith('a', { genre: { ...genre, filter: true }, words }),
      ...pipelineWith('b', { genre }),
    );
    const registry = app.get(PipelineRegistry);
    expect(Object.keys(registry.filters())).toEqual(['genre']);
    expect(Object.keys(registry.declared().attributes)).toEqual(['genre', 'words']);
    await app.close();
  });

  it('stop the boot when two pipelines give one of them different types', async () => {
    const starting = start(
      ...pipelineWith('a', { genre: { type: 'string', description: 'Its genre.' } }),
      ...pipelineWith('b', { genre: { type: 'integer', description: 'Its genre, as a number.' } }),
    );
    await expect(starting).rejects.toThrow(
      "TestPipeline declares its attributes wrongly: the attribute 'genre' has another type in another pipeline.",
    );
  });

  it('stop the boot when one has the name of something that every run has', async () => {
    const starting = start(...pipelineWith('a', { status: { type: 'string', description: 'x' } }));
    await expect(starting).rejects.toThrow("'status' has the name of something that every run has");
  });

  it('are the only ones that a run may get: another one is not kept, and does not harm the run', async () => {
    const declared = { genre: { type: 'string', description: 'Its genre.' } } as const;
    const app = await start(...pipelineWith('a', declared, { mood: 'dark' }));
    const { outcome } = await app.get(RunsService).execute({ pipeline: 'a', input: {} });
    expect(outcome.kind).toBe('succeeded');
    expect(outcome.run.attributes).toEqual({});
    await app.close();
  });
});
