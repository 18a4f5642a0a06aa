import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { hasRedis } from '../support/queue-server.js';
import { nestBuild } from '../support/nest-build.js';

const BENCH = fileURLToPath(new URL('bench.mjs', import.meta.url));
const SECTIONS = [
  'simulate',
  'run',
  'runlog',
  'lists',
  'runtime',
  'postgres',
  'queue',
  'rounds',
  'health',
  'start',
  'observed',
  'memory',
] as const;
const TIMEOUT_MS = 180_000;

/** What the bench writes with --json. */
interface Results {
  readonly sections: readonly {
    readonly name: string;
    readonly cases: readonly { readonly slices: Record<string, readonly Record<string, number>[]> }[];
  }[];
}

/** Where the bench makes its temporary folders. */
let temp: string;
/** Where its results go. */
let out: string;

beforeEach(async () => {
  [temp, out] = await Promise.all([
    mkdtemp(join(tmpdir(), 'bench-temp-')),
    mkdtemp(join(tmpdir(), 'bench-out-')),
  ]);
});

afterEach(async () => {
  await Promise.all([temp, out].map((folder) => rm(folder, { recursive: true })));
});

/** Runs the bench with as few requests as it can. */
async function startBench(...args: string[]) {
  const built = dirname(await nestBuild());
  return spawn(process.execPath, [BENCH, '--size', 'tiny', '--built', built, ...args], {
    env: { PATH: process.env.PATH, TMPDIR: temp },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function runBench(...args: string[]): Promise<{ status: unknown; text: string }> {
  const bench = await startBench(...args);
  let text = '';
  for (const stream of [bench.stdout, bench.stderr])
    stream.setEncoding('utf8').on('data', (piece: string) => (text += piece));
  const [status] = (await once(bench, 'close')) as [unknown];
  return { status, text };
}

describe('npm run bench', () => {
  it(
    'prints figures of every section, writes them as a page, and leaves nothing behind',
    async () => {
      const json = join(out, 'results.json');
      const { status, text } = await runBench('--json', json, '--write-docs', out);
      expect({ status, text }).toMatchObject({ status: 0 });
      for (const name of SECTIONS) expect(text).toMatch(new RegExp(`^${name}: `, 'm'));

      const { sections } = JSON.parse(await readFile(json, 'utf8')) as Results;
      expect(sections.map(({ name }) => name)).toEqual(SECTIONS);
      for (const { name, cases } of sections.filter((section) => hasRedis || section.name !== 'queue')) {
        const figures = cases.flatMap(({ slices }) => Object.values(slices).flat().flatMap(Object.values));
        expect({ name, count: figures.length }).not.toEqual({ name, count: 0 });
        expect({ name, odd: figures.filter((figure) => !Number.isFinite(figure)) }).toEqual({
          name,
          odd: [],
        });
      }

      expect(text).not.toMatch(/NaN|Infinity|undefined/);
      expect(await readFile(join(out, 'performance.md'), 'utf8')).not.toMatch(/\{\{|NaN|Not measured/);
      expect(await readdir(join(out, 'performance'))).toContain('rounds.svg');
      expect(await readdir(temp)).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    'leaves nothing behind when it is interrupted',
    async () => {
      const bench = await startBench('--only', 'start,simulate');
      await once(bench.stdout, 'data');
      await once(bench.stdout, 'data'); // after the head, the first section: now there are a service and its folder
      bench.kill('SIGINT');
      const [status] = (await once(bench, 'close')) as [unknown];
      expect(status).toBe(130);
      expect(await readdir(temp)).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it('refuses a section that it does not have', async () => {
    const { status, text } = await runBench('--only', 'simulate,nothing');
    expect({ status, text }).toEqual({ status: 1, text: expect.stringContaining('no section nothing') });
  });
});
