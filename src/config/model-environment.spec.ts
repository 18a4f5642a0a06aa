import { describe, expect, it } from '@jest/globals';
import { problemsOf } from '../../test/support/config-problems.js';
import { loadConfig } from './app-config.js';

const MODEL = { TEXT_GENERATOR: 'model', MODEL_BASE_URL: 'http://localhost:11434/v1', MODEL_NAME: 'm' };

describe('the configuration of a model', () => {
  it('is taken with its limits, budgets and prices', () => {
    const given = {
      ...MODEL,
      MODEL_API_KEY: 'sk-1',
      MODEL_CALLS: 'replay',
      RUN_TOKEN_BUDGET: '1000',
      MODEL_PRICE_INPUT: '0.15',
      MODEL_PRICE_OUTPUT: '0',
    };
    const typed = { RUN_TOKEN_BUDGET: 1_000, MODEL_PRICE_INPUT: 0.15, MODEL_PRICE_OUTPUT: 0 };
    expect(loadConfig(given)).toMatchObject({ ...given, ...typed });
  });

  it('needs an endpoint and a model, which are asked for together', () => {
    const problems = problemsOf({ TEXT_GENERATOR: 'model' });
    expect(problems.join('\n')).toMatch(/MODEL_BASE_URL must lead .*\nMODEL_NAME must name /);
  });

  it('needs no endpoint as long as the phrase book writes', () => {
    expect(loadConfig({ MODEL_NAME: 'm' })).toMatchObject({ TEXT_GENERATOR: 'phrases' });
  });

  it('names all that is wrong at once, and shows neither key nor address', () => {
    const problems = problemsOf({
      TEXT_GENERATOR: 'gpt',
      MODEL_BASE_URL: 'ftp://user:hidden-1@host',
      MODEL_API_KEY: 'sk-hidden-2\n',
      MODEL_CALLS: 'always',
      MODEL_MAX_CONCURRENCY: '0',
      MODEL_TIMEOUT_MS: '1s',
      DAY_TOKEN_BUDGET: '-1',
      MODEL_PRICE_INPUT: 'free',
    });
    for (const name of [
      'TEXT_GENERATOR',
      'MODEL_BASE_URL',
      'MODEL_API_KEY',
      'MODEL_CALLS',
      'MODEL_TIMEOUT_MS',
    ]) {
      expect(problems.join('\n')).toContain(name);
    }
    expect(problems).toHaveLength(9);
    expect(problems.join('\n')).not.toContain('hidden');
  });

  it.each(['MODEL_PRICE_INPUT', 'MODEL_PRICE_OUTPUT'])('wants both prices or none, not %s alone', (price) => {
    expect(problemsOf({ ...MODEL, [price]: '1' })).toEqual([
      expect.stringContaining('must be given together'),
    ]);
  });

  it.each(['http://user@host/v1', 'http://host/v1?key=hidden-1', 'http://host/v1#part', 'host/v1'])(
    'refuses the endpoint %s, to which no path can be added',
    (MODEL_BASE_URL) => {
      const problems = problemsOf({ ...MODEL, MODEL_BASE_URL });
      expect(problems).toEqual([expect.stringContaining('MODEL_BASE_URL must be like')]);
      expect(problems.join('')).not.toContain('hidden-1');
    },
  );
});
