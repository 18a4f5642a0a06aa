// Makes the next version: `changeset version` raises package.json by the changesets that have come together, and what stands
// under Unreleased in CHANGELOG.md gets the version's heading, with today's date.
import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';

const CHANGELOG = new URL('../CHANGELOG.md', import.meta.url);
const UNRELEASED = '## [Unreleased]\n';

/**
 * The changelog with a version in place of what is unreleased.
 * @throws Error when nothing is
 */
export function released(changelog, version, day) {
  const [before, after] = changelog.split(UNRELEASED);
  if (after === undefined) throw new Error('CHANGELOG.md has no heading Unreleased.');
  if (after.trimStart().startsWith('## '))
    throw new Error('Nothing stands under Unreleased in CHANGELOG.md.');
  return `${before}${UNRELEASED}\n## [${version}] - ${day}\n${after}`;
}

if (import.meta.filename === process.argv[1]) {
  execFileSync('npx', ['changeset', 'version'], { stdio: 'inherit' });
  execFileSync('npm', ['install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund'], {
    stdio: 'inherit',
  });
  const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
  const day = new Date().toISOString().slice(0, 10);
  await writeFile(CHANGELOG, released(await readFile(CHANGELOG, 'utf8'), version, day));
  process.stdout.write(`${version}: look at CHANGELOG.md and docs/upgrading.md, and commit.\n`);
}
