import { Module } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import {
  ATTEMPT_INTERCEPTOR,
  AppModule,
  CLOCK,
  IDS,
  RANDOM,
  RUN_REPOSITORY,
  TEXT_GENERATOR,
  createApp,
} from '../../src/index.js';
import { withEnvironment } from '../support/running-app.js';

describe('a token that Replacement is for', () => {
  it.each([ATTEMPT_INTERCEPTOR, CLOCK, IDS, RANDOM, RUN_REPOSITORY, TEXT_GENERATOR])(
    'stops the boot when a module of the team provides it: %s',
    async (token) => {
      @Module({ imports: [AppModule], providers: [{ provide: token, useFactory: () => ({}) }] })
      class TeamModule {}
      const env = { LOG_LEVEL: 'fatal', RUN_REPOSITORY: 'memory' };
      const sentence = `TeamModule provides ${token.description}, but `;
      await expect(withEnvironment(env, () => createApp(TeamModule))).rejects.toThrow(sentence);
    },
  );
});
