import { readFileSync, readdirSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const SPECS = ['src', 'test'].flatMap((folder) =>
  readdirSync(posix.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.spec.ts'))
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`),
);

/** As jest.config.mjs has it: what is not in a folder, or of a name, that says more. */
const isUnit = (path: string): boolean =>
  !/^src\/storage\/|\.e2e\.spec\.ts$|^test\/(?!support\/).+\//.test(path);

/** The specs of which the text meets a pattern, with what met it. */
function holding(paths: readonly string[], pattern: RegExp): string[] {
  return paths
    .filter((path) => path !== 'test/test-kinds.spec.ts')
    .flatMap((path) => {
      const [met] = readFileSync(posix.join(ROOT, path), 'utf8').match(pattern) ?? [];
      return met === undefined ? [] : [`${path} holds ${met}`];
    });
}

describe('the tests', () => {
  it('need no application, no store, no process and no time where they are unit tests', () => {
    const unit = SPECS.filter(isUnit);
    expect(unit.length).toBeGreaterThan(50);
    const beyond =
      /\bNestFactory\b|\bcreateApp\(|\/running-app\.js|support\/simulate\.js|\bopenSqlite\b|\bopenRunRepository\b|\bspawn\(|\.listen\(|\bsetTimeout\b.*'node:timers\/promises'/;
    expect(holding(unit, beyond)).toEqual([]);
  });

  it('assert no milliseconds that a machine took', () => {
    expect(holding(SPECS, /\bexpect\([^;]*\b(?:performance|Date)\.now\(\) - /)).toEqual([]);
    expect(holding(SPECS, /\b(?:performance|Date)\.now\(\) - \w+\)?;/)).toEqual([]);
  });
});
