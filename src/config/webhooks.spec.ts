import { describe, expect, it } from '@jest/globals';
import { ConfigError, loadConfig } from './app-config.js';

const SECRET = `whsec_${'A'.repeat(32)}`;
const valid = { WEBHOOK_URLS: 'https://a.example/x?token=s3cret', WEBHOOK_SECRET: SECRET };

function problemOf(env: Readonly<Record<string, string>>): string {
  try {
    loadConfig({ ...valid, ...env });
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.join('\n');
    throw error;
  }
  return '';
}

describe('the configuration of webhooks', () => {
  it('is a list of addresses, and a secret, or two', () => {
    expect(loadConfig({ ...valid, WEBHOOK_SECRET: `${SECRET},whsec_${'B'.repeat(44)}=` })).toMatchObject({
      WEBHOOK_URLS: ['https://a.example/x?token=s3cret'],
      WEBHOOK_STATUSES: ['succeeded', 'failed', 'cancelled'],
    });
    expect(loadConfig({ WEBHOOK_STATUSES: 'failed', WEBHOOK_PIPELINES: 'a, b' })).toMatchObject({
      WEBHOOK_URLS: [],
      WEBHOOK_STATUSES: ['failed'],
      WEBHOOK_PIPELINES: ['a', 'b'],
    });
  });

  it.each([
    [{ WEBHOOK_URLS: 'ftp://a.example' }, 'WEBHOOK_URLS must be'],
    [{ WEBHOOK_URLS: 'https://me:s3cret@a.example' }, 'WEBHOOK_URLS must be'],
    [{ WEBHOOK_URLS: 'https://s3cret.example,https://s3cret.example' }, 'WEBHOOK_URLS must be'],
    [{ WEBHOOK_SECRET: 's3cret' }, 'WEBHOOK_SECRET must be whsec_'],
    [{ WEBHOOK_SECRET: `whsec_${'A'.repeat(31)}` }, 'WEBHOOK_SECRET must be whsec_'],
    [{ WEBHOOK_SECRET: '' }, 'WEBHOOK_SECRET must sign'],
    [{ WEBHOOK_STATUSES: 'running' }, 'WEBHOOK_STATUSES must be'],
    [{ WEBHOOK_ALLOW_PRIVATE: 'yes' }, 'WEBHOOK_ALLOW_PRIVATE'],
  ])('is refused with %j, without repeating a secret', (env, reason) => {
    expect(problemOf(env)).toContain(reason);
    expect(problemOf(env)).not.toContain('s3cret');
  });
});
