// Checks the licences of all packages that come with this one: what a production install brings. Reads package-lock.json and
// the manifests in node_modules.
import { readFile } from 'node:fs/promises';

/** Licences that ask for no more than to keep their text. */
const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Python-2.0',
  'Unlicense',
]);
/** Packages whose manifest names no licence, or in a form of its own; each was looked up in its files. */
const LOOKED_UP = { busboy: 'MIT', streamsearch: 'MIT' };

const ROOT = new URL('../', import.meta.url);
const readJson = async (path) => JSON.parse(await readFile(new URL(path, ROOT), 'utf8'));

/** Whether an SPDX expression of allowed licences permits the use: of `OR` one is enough, of `AND` all are needed. */
export function isAllowed(expression) {
  const bare = expression.replaceAll(/^\(|\)$/g, '');
  if (bare.includes(' OR ')) return bare.split(' OR ').some(isAllowed);
  return bare.split(' AND ').every((licence) => ALLOWED.has(licence.trim()));
}

async function licenceOf(path, locked) {
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const manifest = await readJson(`${path}/package.json`).catch(() => locked); // of another system: not installed here
  const { license, licenses } = manifest;
  return [
    name,
    typeof license === 'string' ? license : (LOOKED_UP[name] ?? JSON.stringify(license ?? licenses ?? null)),
  ];
}

export async function refusedLicences() {
  const { packages } = await readJson('package-lock.json');
  const installed = Object.entries(packages).filter(
    ([path, { dev, devOptional }]) => path !== '' && !dev && !devOptional,
  );
  const licences = await Promise.all(installed.map(([path, locked]) => licenceOf(path, locked)));
  return { count: licences.length, refused: licences.filter(([, licence]) => !isAllowed(licence)) };
}

if (import.meta.filename === process.argv[1]) {
  const { count, refused } = await refusedLicences();
  for (const [name, licence] of refused) process.stderr.write(`${name}: ${licence}\n`);
  if (refused.length > 0) {
    process.stderr.write(
      'Look at these licences: replace the packages, or add the licences to scripts/licences.mjs.\n',
    );
    process.exit(1);
  }
  process.stdout.write(`The licences of ${count} packages are allowed.\n`);
}
