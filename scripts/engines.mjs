// Finds the packages that `npm ci` warns of (EBADENGINE) on a version of Node, from package-lock.json.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const ROOT = new URL('../', import.meta.url);
const { resolve } = createRequire(import.meta.url);
const { satisfies } = createRequire(resolve('@changesets/cli/package.json'))('semver'); // which depends on it

/** Each package whose engines leave out this version of Node: its path and version, and what it wants. */
export async function unsuitableFor(node) {
  const { packages } = JSON.parse(await readFile(new URL('package-lock.json', ROOT), 'utf8'));
  return Object.entries(packages).flatMap(([path, { version, engines }]) =>
    engines?.node === undefined || satisfies(node, engines.node)
      ? []
      : [`${path} ${version} wants Node ${engines.node}`],
  );
}
