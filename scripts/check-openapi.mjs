// Starts the built service and asks for its OpenAPI document: the Swagger plugin runs in the build alone. Without an
// argument it compares the document with docs/openapi.json and checks both; with --write it writes that file.
import { readFile, writeFile } from 'node:fs/promises';
import { Validator } from '@seriousme/openapi-schema-validator';
import { format, resolveConfig } from 'prettier';
import { createApp } from '../dist/index.js';
import { lintOpenApi } from './openapi-lint.mjs';

const FILE = new URL('../docs/openapi.json', import.meta.url);

async function servedDocument() {
  Object.assign(process.env, { RUN_REPOSITORY: 'memory', LOG_LEVEL: 'error', API_TOKENS: '' });
  const app = await createApp();
  await app.listen(0, '127.0.0.1');
  try {
    const response = await fetch(`${await app.getUrl()}/docs-json`);
    const text = await response.text();
    if (response.status !== 200)
      throw new Error(`/docs-json answered ${response.status}: ${text.slice(0, 300)}`);
    return JSON.parse(text);
  } finally {
    await app.close();
  }
}

async function faultsOf(document, text) {
  const { valid, errors } = await new Validator().validate(structuredClone(document));
  const faults = valid ? [] : [`It is no OpenAPI ${document.openapi}: ${JSON.stringify(errors, null, 2)}`];
  faults.push(...lintOpenApi(document));
  const stored = await readFile(FILE, 'utf8').catch(() => '');
  if (stored !== text)
    faults.push(`docs/openapi.json is not what the service serves${firstDifference(stored, text)}`);
  return faults;
}

function firstDifference(stored, served) {
  const [there, here] = [stored.split('\n'), served.split('\n')];
  const line = here.findIndex((text, index) => text !== there[index]);
  const shown = `\n  stored: ${(there[line] ?? '').trim()}\n  served: ${(here[line] ?? '').trim()}`;
  return `, first in line ${line + 1}:${shown}\n  Run 'npm run openapi' and commit docs/openapi.json.`;
}

const document = await servedDocument();
const text = await format(JSON.stringify(document), { ...(await resolveConfig(FILE)), parser: 'json' });
if (process.argv.includes('--write')) await writeFile(FILE, text);
const faults = await faultsOf(document, text);
for (const fault of faults) process.stderr.write(`${fault}\n`);
if (faults.length > 0) process.exit(1);
process.stdout.write(
  `docs/openapi.json is sound and describes ${Object.keys(document.paths).length} paths.\n`,
);
