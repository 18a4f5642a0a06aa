import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { expect, it } from '@jest/globals';
import {
  AppModule,
  CommentGate,
  Replacement,
  RunlogService,
  RunsService,
  TEXT_GENERATOR,
  type CommentGateHandler,
  type GenerationRequest,
  type TextGenerator,
} from '../../index.js';
import { withEnvironment } from '../../../test/support/running-app.js';
import { exampleSeeds } from '../../../test/support/seeds.js';
import { PhraseGenerator } from '../generation/phrase-generator.js';
import type { GateSituation, GatedComment } from '../gates/comment-gate.js';

const SECRET = 'Nobody may ever read this sentence';
const heard: unknown[] = [];

/** Everything that an object holds, however deep, getters and inherited members included; each object once. */
function* deepValues(value: unknown, seen = new Set<unknown>()): Iterable<unknown> {
  yield value;
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  if (value instanceof AbortSignal) return;
  seen.add(value);
  const entries: Iterable<unknown> =
    value instanceof Map ? [...value.keys(), ...value.values()] : value instanceof Set ? value : [];
  for (const entry of entries) yield* deepValues(entry, seen);
  for (let holder: object | null = value; holder; holder = Object.getPrototypeOf(holder) as object | null) {
    if (holder === Object.prototype) break;
    for (const key of Reflect.ownKeys(holder)) {
      yield key;
      if (key === 'constructor' || ArrayBuffer.isView(value)) continue;
      yield* deepValues(Reflect.get(holder, key, value), seen);
    }
  }
}

class ListeningGenerator implements TextGenerator {
  private readonly phrases = new PhraseGenerator();
  generate(request: GenerationRequest) {
    heard.push(request);
    return this.phrases.generate(request);
  }
}

@CommentGate({ name: 'listener' })
class ListeningGate implements CommentGateHandler {
  check(comment: GatedComment, situation: GateSituation) {
    heard.push(comment, situation);
    return [];
  }
}

@Module({
  imports: [AppModule, Replacement.of(TEXT_GENERATOR, { useClass: ListeningGenerator })],
  providers: [ListeningGate],
})
class TeamModule {}

it('hidden facts reach neither generator nor gates, and no row but the context', async () => {
  const context = await withEnvironment({ RUN_REPOSITORY: 'memory' }, () =>
    NestFactory.createApplicationContext(TeamModule, { logger: ['fatal'], abortOnError: false }),
  );
  for (const [, seed] of await exampleSeeds()) {
    const input = { seed: { ...seed, hidden_facts: [SECRET, `${SECRET} again`] }, rounds: 3 };
    const { run } = await context.get(RunsService).runToEnd({ pipeline: 'simulation', input });
    const holders = [];
    for await (const json of context.get(RunlogService).rows(run)) {
      if (json.includes(SECRET)) holders.push((JSON.parse(json) as { type: string }).type);
    }
    expect(holders).toEqual(['context']);
    expect(JSON.stringify(run)).not.toContain(SECRET);
  }
  await context.close();
  expect(heard.length).toBeGreaterThan(100);
  const values = [...deepValues(heard)];
  expect(values).toContain('Pier Nine manifest comes up one dream short');
  expect(values.filter((value) => typeof value === 'string' && value.includes(SECRET))).toEqual([]);
  expect(values).not.toContain('hidden_facts');
});
