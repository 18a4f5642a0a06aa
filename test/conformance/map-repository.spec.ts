import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { MapRunRepository } from '../../docs/examples/extending/map-run.repository.js';
import { RUN_REPOSITORY_CONFORMANCE } from '../../src/testing/index.js';

const FILE = new URL('../../docs/examples/extending/map-run.repository.ts', import.meta.url);

describe('the Map repository of docs/extending.md', () => {
  // oxlint-disable-next-line jest/expect-expect -- the cases assert with node:assert
  it.each(RUN_REPOSITORY_CONFORMANCE.map((known) => [known.name, known] as const))('%s', async (_, known) => {
    await known.run(new MapRunRepository());
  });

  it('has fewer than 150 lines', () => {
    expect(readFileSync(FILE, 'utf8').trimEnd().split('\n').length).toBeLessThan(150);
  });
});
