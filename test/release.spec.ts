import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { unsuitableFor } from '../scripts/engines.mjs';
import { isAllowed, refusedLicences } from '../scripts/licences.mjs';
import { released } from '../scripts/release-version.mjs';

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

interface Manifest {
  readonly private?: boolean;
  readonly engines: { readonly node: string };
  readonly publishConfig: object;
  readonly files: readonly string[];
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
}

const manifest = JSON.parse(read('package.json')) as Manifest;

describe('the package', () => {
  it('can be published, with its provenance', () => {
    expect(manifest.private).toBeUndefined();
    expect(manifest.publishConfig).toEqual({ access: 'public', provenance: true });
    expect(read('.github/workflows/release.yml')).toContain('id-token: write');
  });

  it('gives types before code at each of its entries', () => {
    const entries = Object.values(manifest.exports).filter((entry) => typeof entry !== 'string');
    expect(entries.map((entry) => Object.keys(entry))).toEqual(entries.map(() => ['types', 'default']));
  });

  it('is installed without a warning on the oldest Node that it takes, on that of .nvmrc, and on this one', async () => {
    const [, oldest = ''] = /(\d+\.\d+)/.exec(manifest.engines.node) ?? [];
    const named = read('.nvmrc').trim();
    expect(oldest.split('.')[0]).toBe(named);
    for (const version of [`${oldest}.0`, `${named}.99.0`, process.versions.node]) {
      expect([version, await unsuitableFor(version)]).toEqual([version, []]);
    }
    expect((await unsuitableFor('18.0.0')).length).toBeGreaterThan(10);
  });
});

describe('the licences of what is installed with it', () => {
  it('are allowed', async () => {
    const { count, refused } = await refusedLicences();
    expect(refused).toEqual([]);
    expect(count).toBeGreaterThan(100);
  });

  it.each(['MIT', '(MIT OR GPL-3.0)', '(AFL-2.1 OR BSD-3-Clause)', '(MIT AND BSD-3-Clause)'])(
    'may be %s',
    (licence) => expect(isAllowed(licence)).toBe(true),
  );

  it.each(['GPL-3.0', 'UNLICENSED', '(MIT AND GPL-3.0)', 'SEE LICENSE IN x', 'null', '{"type":"MIT"}'])(
    'may not be %s',
    (licence) => expect(isAllowed(licence)).toBe(false),
  );
});

describe('a release', () => {
  const changelog = '# Changelog\n\n## [Unreleased]\n\n### Added\n\n- A.\n\n## [0.1.0] - 2026-01-01\n';

  it('puts what was unreleased under its version and day', () => {
    expect(released(changelog, '0.2.0', '2026-02-02')).toBe(
      '# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - 2026-02-02\n\n### Added\n\n- A.\n\n## [0.1.0] - 2026-01-01\n',
    );
  });

  it('needs something that was not released yet', () => {
    const nothing = changelog.replace('### Added\n\n- A.\n\n', '');
    expect(() => released(nothing, '0.2.0', '2026-02-02')).toThrow('Nothing stands under Unreleased');
    expect(() => released('# Changelog\n', '0.2.0', '2026-02-02')).toThrow('no heading Unreleased');
    expect(() => released(read('CHANGELOG.md'), '9.9.9', '2026-02-02')).not.toThrow();
  });

  it('is prepared by changesets, which leave CHANGELOG.md to people', () => {
    expect(JSON.parse(read('.changeset/config.json'))).toMatchObject({ changelog: false, access: 'public' });
  });

  it('has dependabot look at packages, actions and the image', () => {
    const { updates } = parse(read('.github/dependabot.yml')) as { updates: Record<string, string>[] };
    expect(updates.map((update) => update['package-ecosystem'])).toEqual(['npm', 'github-actions', 'docker']);
  });
});
