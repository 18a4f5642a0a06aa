import { join } from 'node:path';
import { Module, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lintOpenApi } from '../../scripts/openapi-lint.mjs';
import type { Document } from '../../src/http/openapi/document.js';
import { nestBuild } from '../support/nest-build.js';

/** The service without the simulation, as the build makes it: the Swagger plugin runs in the build alone. */
async function appWithoutSimulation(): Promise<INestApplication> {
  const dist = await nestBuild();
  const built = async <T>(path: string) => (await import(join(dist, path))) as T;
  const { EngineModule } = await built<typeof import('../../src/engine.js')>('engine.js');
  const { HttpModule, setUpOpenApi } = await built<typeof import('../../src/http/index.js')>('http/index.js');
  const { EdgeCheck } = await built<typeof import('../../src/http/edge-check.js')>('http/edge-check.js');
  const { ConfigModule } = await built<typeof import('../../src/config/index.js')>('config/index.js');
  class EngineOnlyModule {}
  Module({ imports: [ConfigModule, EngineModule.forRoot({ controllers: true }), HttpModule] })(
    EngineOnlyModule,
  );
  const app = await NestFactory.create(EngineOnlyModule, { logger: false, abortOnError: false });
  app.get(EdgeCheck).confirmSetUp();
  setUpOpenApi(app, '1.0.0');
  return app;
}

describe('the OpenAPI document of an application without the simulation', () => {
  let app: INestApplication;
  let text: string;
  let document: Document & { info: { description: string }; tags: { name: string }[] };

  beforeAll(async () => {
    app = await appWithoutSimulation();
    await app.listen(0, '127.0.0.1');
    text = await (await fetch(`${await app.getUrl()}/docs-json`)).text();
    document = JSON.parse(text) as typeof document;
  }, 120_000);

  afterAll(() => app.close());

  it('is valid, and describes every operation', async () => {
    const { valid, errors } = await new Validator().validate(JSON.parse(text) as Record<string, unknown>);
    expect({ valid, errors }).toEqual({ valid: true });
    expect(lintOpenApi(document)).toEqual([]);
  });

  it('refers to nothing that it does not have', () => {
    const { components } = document as unknown as { components: Record<string, Record<string, unknown>> };
    const targets = [...text.matchAll(/"#\/components\/(\w+)\/([^"]+)"/g)];
    const dangling = targets.filter(([, kind = '', name = '']) => !(name in (components[kind] ?? {})));
    expect(targets.length).toBeGreaterThan(50);
    expect(dangling.map(([target]) => target)).toEqual([]);
  });

  it("has the engine's rows, and no others", () => {
    const { KnownRunlogRow, TeamRunlogRow } = document.components.schemas;
    expect(Object.keys(KnownRunlogRow?.discriminator?.mapping ?? {})).toEqual([
      'graph_node',
      'graph_node_attempt',
      'stage_checkpoint',
      'run_state',
    ]);
    expect(TeamRunlogRow).not.toHaveProperty('not');
  });

  it('has no example, tag or error of the simulation', () => {
    expect(Object.keys(document.paths)[0]).toBe('/runs');
    expect(document.info.description).toMatch(/^To follow a long run/);
    expect(document.tags.map(({ name }) => name)).not.toContain('simulation');
    expect(text).not.toMatch(/Canon[A-Z]|SIM_|"\/simulate"/);
    expect(Object.keys(document.components.schemas['Problem']?.properties ?? {})).not.toContain('zones');
  });
});
