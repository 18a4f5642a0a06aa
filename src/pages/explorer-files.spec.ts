import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express, { type Express } from 'express';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { explorerFiles } from './explorer-files.js';

const PAGE = '<script type="module" src="./assets/main-1.js"></script>';

describe('the files of the explorer', () => {
  let folder: string;
  let application: Express;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'explorer-'));
    await mkdir(join(folder, 'explorer/assets'), { recursive: true });
    const files = {
      'secret.txt': 'no',
      'explorer/index.html': PAGE,
      'explorer/theme.js': 'theme()',
      'explorer/assets/main-1.js': 'main()',
      'explorer/assets/main-1.js.gz': 'gzip',
      'explorer/assets/main-1.js.br': 'brotli',
    };
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    application = express();
    application.use('/api/explorer', explorerFiles(join(folder, 'explorer')));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const get = (path: string, encoding = 'identity') =>
    request(application).get(`/api/explorer${path}`).set('Accept-Encoding', encoding);

  it.each(['/', '/index.html', '/runs/run-1', '/runs/run-1/log?text=a.b', '/nowhere'])(
    'are led to by a page at %s, below wherever it is mounted, under a policy without anything inline',
    async (path) => {
      const { headers, text } = await get(path).expect(200);
      expect(text).toBe('<script type="module" src="/api/explorer/assets/main-1.js"></script>');
      expect(headers['content-type']).toBe('text/html; charset=utf-8');
      expect(headers['cache-control']).toBe('no-cache');
      expect(headers['content-security-policy']).toContain("script-src 'self';style-src 'self';");
      expect(headers['content-security-policy']).not.toContain('unsafe');
    },
  );

  it('are found without a slash at the end, too', async () => {
    const { headers } = await get('').expect(301);
    expect(headers['location']).toBe('/api/explorer/');
  });

  it('never change when their name has a hash, and are looked at again otherwise', async () => {
    const hashed = await get('/assets/main-1.js').expect(200);
    expect(hashed.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(hashed.headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(hashed.text).toBe('main()');
    expect((await get('/theme.js').expect(200)).headers['cache-control']).toBe('no-cache');
  });

  it.each([
    ['br, gzip', 'br', 6],
    ['gzip', 'gzip', 4],
    ['identity', undefined, 6],
  ])('come in the best encoding of %s', async (accepted, encoding, length) => {
    const { headers } = await request(application)
      .head('/api/explorer/assets/main-1.js')
      .set('Accept-Encoding', accepted);
    expect([headers['content-encoding'], headers['content-length']]).toEqual([encoding, String(length)]);
    expect(headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(headers['vary']).toContain('Accept-Encoding');
  });

  it.each([
    '/assets/other-2.js',
    '/favicon.ico',
    '/..%2fsecret.txt',
    '/assets/..%2f..%2f..%2fsecret.txt',
    '/%00.js',
  ])('are no other than those that were built: %s', (path) => get(path).expect(404));

  it('have to be built', () => {
    expect(() => explorerFiles(null)).toThrow('npm run build');
  });
});
