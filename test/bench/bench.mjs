// Measures the service, and prints a table for each section: `npm run bench -- --help`.
import { cpus, tmpdir } from 'node:os';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Command, Option } from 'commander';
import { writeDocs } from './docs/write-docs.mjs';
import { SECTIONS } from './sections/index.mjs';
import { baselineCheckout, currentCheckout } from './support/checkouts.mjs';
import { closeOnSignals, Resources } from './support/resources.mjs';
import { plainTable, tableOf } from './support/tables.mjs';

const DOCS = fileURLToPath(new URL('../../docs', import.meta.url));
const NAMES = SECTIONS.map(({ name }) => name);

/** What is said of a bench that is not a full one. */
const COLD = `Services play about 1,000 simulations until V8 has compiled them; here they are warmed up with fewer, so that
CPU times are too high. The full bench has the figures.\n`;

const command = new Command('npm run bench --')
  .description('Measures the service, and prints a table for each section.')
  .addOption(
    new Option('--size <size>', 'how much to measure').choices(['full', 'quick', 'tiny']).default('full'),
  )
  .addOption(new Option('--quick', 'the same as --size quick').implies({ size: 'quick' }))
  .option('--only <sections>', `of ${NAMES.join(', ')}: those to measure`, sectionNames)
  .option('--baseline <commit>', 'a commit to measure in turns with this checkout')
  .option('--built [folder]', 'measure what is built already: here, or in a folder with a dist')
  .option(
    '--write-docs [folder]',
    'write performance.md and its charts into a folder; docs, unless it is given',
  )
  .option('--json <file>', 'write the results of all turns to a file');

function sectionNames(text) {
  const names = text.split(',');
  const unknown = names.filter((name) => !NAMES.includes(name));
  if (unknown.length > 0) command.error(`There is no section ${unknown.join(', ')}.`);
  return names;
}

const say = (text) => process.stdout.write(text);

/** Measures one section, and takes back what that started. */
async function measureSection(section, { checkouts, resources, size }) {
  const cases = [];
  const own = resources.inner();
  try {
    await section.measure({ checkouts, resources: own, size, record: (each) => cases.push(each) });
  } finally {
    await own.close();
  }
  return { name: section.name, title: section.title, method: section.method(size), cases };
}

/** @returns what is measured, and where: before there are any results */
function headOf(size, checkouts) {
  const [{ model }] = cpus();
  const commits = Object.fromEntries(checkouts.map(({ name, commit }) => [name, commit]));
  const date = new Date().toISOString().slice(0, 10);
  return {
    size,
    date,
    cores: cpus().length,
    model: model.trim(),
    node: process.version,
    temp: tmpdir(),
    commits,
  };
}

function headText({ size, date, cores, model, node, temp, commits }) {
  const before = commits.before ? `; before: ${commits.before}` : '';
  const place = `${date}, ${cores} cores, ${model}, Node ${node}; files in ${temp}`;
  return `${size} bench of ${commits.now}${before}; ${place}\n${size === 'full' ? '' : COLD}`;
}

async function bench({ size, only, baseline, built, json, writeDocs: docs }, resources) {
  const checkouts = baseline ? [await baselineCheckout(baseline, resources)] : [];
  checkouts.push(await currentCheckout(built));
  const head = headOf(size, checkouts);
  say(headText(head));
  const sections = [];
  for (const section of SECTIONS.filter(({ name }) => (only ?? NAMES).includes(name))) {
    if (!only && section.onlyByName?.includes(size)) {
      say(`\n${section.name}: left out of a ${size} bench, except by --only ${section.name}\n`);
      continue;
    }
    const begun = performance.now();
    const result = await measureSection(section, { checkouts, resources, size });
    sections.push(result);
    const seconds = ((performance.now() - begun) / 1000).toFixed(0);
    say(
      `\n${result.name}: ${result.title}\n  ${result.method}; took ${seconds} s\n${plainTable(tableOf(result))}`,
    );
  }
  const results = { ...head, sections };
  if (json) await writeFile(json, `${JSON.stringify(results, null, 2)}\n`);
  if (docs) await writeDocs(results, docs === true ? DOCS : docs);
}

const resources = new Resources();
closeOnSignals(resources);
try {
  await bench(command.parse().opts(), resources);
} finally {
  await resources.close();
}
