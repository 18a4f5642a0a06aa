import { setTimeout as pause } from 'node:timers/promises';
import { Module } from '@nestjs/common';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  AppModule,
  Replacement,
  TEXT_GENERATOR,
  type GeneratedComment,
  type TextGenerator,
} from '../../src/index.js';
import { expectSoundLog, rowsOf } from '../support/run-logs.js';
import { startApp, type RunningApp } from '../support/running-app.js';
import { exampleSeed } from '../support/seeds.js';
import { logOf } from '../support/waiting.js';

const STAGE_TIMEOUT_MS = 800;
/** The comments of a round take a fraction of the time limit together, and those of all rounds more than it. */
const COMMENT_MS = 25;
/** The comments that never come: each in another round. */
const HANGS_AT = [15, 35, 55];

let comments: number;

class SlowGenerator implements TextGenerator {
  async generate(): Promise<GeneratedComment> {
    comments += 1;
    if (HANGS_AT.includes(comments)) await new Promise(() => undefined);
    await pause(COMMENT_MS);
    const text = `Comment ${comments} says what it says.`;
    return { text, claim: text };
  }
}

@Module({ imports: [AppModule, Replacement.of(TEXT_GENERATOR, { useClass: SlowGenerator })] })
class SlowModule {}

describe.each(['sqlite', 'file'])('a run with a slow generator (%s)', (repository) => {
  let service: RunningApp;
  afterEach(() => service.stop());

  it('succeeds although it takes longer than a stage may go without progress, and hangs now and then', async () => {
    comments = 0;
    const env = { RUN_REPOSITORY: repository, STAGE_TIMEOUT_MS: String(STAGE_TIMEOUT_MS) };
    service = await startApp(env, SlowModule);
    const simulation = { seed: await exampleSeed(), rounds: 20, max_stage_retries: 1 };
    const { body: run } = await service.post('/simulate', simulation).expect(200);
    const log = await logOf(service, run.run_id as string);
    expectSoundLog(log);
    const attempts = rowsOf(log, 'stage_checkpoint').filter((row) => row['node_id'] === 'round_loop');
    expect(attempts.map(({ outcome, advanced }) => ({ outcome, advanced }))).toEqual([
      { outcome: 'retry', advanced: true },
      { outcome: 'retry', advanced: true },
      { outcome: 'retry', advanced: true },
      { outcome: 'success', advanced: undefined },
    ]);
    const longest = Math.max(...attempts.map((row) => Number(row['duration_ms'])));
    expect(longest).toBeGreaterThan(STAGE_TIMEOUT_MS); // else this shows nothing
  });
});
