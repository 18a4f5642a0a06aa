import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { describe, expect, it } from '@jest/globals';
import {
  AppModule,
  CLOCK,
  IDS,
  Replacement,
  RunlogService,
  RunsService,
  SystemClock,
  buildReport,
  type IdGenerator,
  type ReportRow,
} from '../../src/index.js';
import { publicSummary } from '../../src/runs/domain/runlog-summary.js';
import { exampleSeeds } from '../support/seeds.js';
import { withEnvironment } from '../support/running-app.js';
import { testStores, type TestStore } from '../support/test-stores.js';

/** What a commit has to leave as it is; `UPDATE_GOLDEN=true` writes it anew, for a change that is meant. */
const GOLDEN = fileURLToPath(new URL('../fixtures/golden/', import.meta.url));
const ROUNDS = 3;
const STORES = await testStores();

/** Time stands still, so that the bytes of two runs can be compared. */
class StillClock extends SystemClock {
  override now(): Date {
    return new Date('2026-01-01T00:00:00.000Z');
  }

  wallNow(): Date {
    return this.now();
  }

  override monotonicMs(): number {
    return 0;
  }
}

class CountingIds implements IdGenerator {
  private runs = 0;
  private requests = 0;

  runId(): string {
    return `run-00000000-0000-7000-8000-${String((this.runs += 1)).padStart(12, '0')}`;
  }

  requestId(): string {
    return `req-${(this.requests += 1)}`;
  }
}

@Module({
  imports: [
    AppModule,
    Replacement.of(CLOCK, { useClass: StillClock }),
    Replacement.of(IDS, { useClass: CountingIds }),
  ],
})
class StillModule {}

/** The log of each example seed line by line, with its summary and its report. */
async function textsOf(store: TestStore): Promise<Map<string, string>> {
  const { env, remove } = await store.open();
  const context = await withEnvironment(env, () =>
    NestFactory.createApplicationContext(StillModule, { logger: ['fatal'], abortOnError: false }),
  );
  const texts = new Map<string, string>();
  try {
    for (const [, seed] of await exampleSeeds()) {
      const input = { seed, rounds: ROUNDS };
      const { run } = await context.get(RunsService).runToEnd({ pipeline: 'simulation', input });
      const lines: string[] = [];
      for await (const line of context.get(RunlogService).rows(run)) lines.push(line);
      const rows = lines.map((line) => JSON.parse(line) as ReportRow);
      const report = await buildReport(rows);
      const end = [publicSummary(run.summary), run.attributes, report].map((part) =>
        JSON.stringify(part, null, 1),
      );
      texts.set(seed.seed_id, `${[...lines, ...end].join('\n')}\n`);
    }
    return texts;
  } finally {
    await context.close();
    await remove();
  }
}

describe('rows, summaries, attributes and reports of the example seeds', () => {
  it.each(STORES)('are what they were, byte for byte ($kind)', async (store) => {
    const texts = await textsOf(store);
    expect(texts.size).toBe(6);
    if (process.env['UPDATE_GOLDEN'] === 'true') {
      await mkdir(GOLDEN, { recursive: true });
      for (const [seed, text] of texts) await writeFile(join(GOLDEN, `${seed}.txt`), text);
    }
    for (const [seed, text] of texts) {
      const golden = await readFile(join(GOLDEN, `${seed}.txt`), 'utf8');
      expect(text.split('\n')).toEqual(golden.split('\n'));
    }
  });
});
