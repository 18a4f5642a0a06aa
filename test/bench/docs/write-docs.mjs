// Writes performance.md and its charts from the results of a bench.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { markdownTable, tableOf } from '../support/tables.mjs';
import { CHARTS } from './charts.mjs';

const TEMPLATE = new URL('performance.template.md', import.meta.url);
const PLACEHOLDER = /\{\{(\w+)(?: (\w+))?\}\}/g;
const NOT_MEASURED = 'Not measured in this bench.';

/**
 * Writes `performance.md` and `performance/*.svg` into a folder, over what is there.
 * @param results of a bench, as it writes them with `--json`
 * @throws Error when the template has a placeholder that does not exist
 */
export async function writeDocs(results, folder) {
  const charts = drawCharts(results);
  await rm(join(folder, 'performance'), { recursive: true, force: true });
  await mkdir(join(folder, 'performance'), { recursive: true });
  for (const [name, svg] of Object.entries(charts))
    await writeFile(join(folder, 'performance', `${name}.svg`), svg);
  const template = await readFile(TEMPLATE, 'utf8');
  const text = template.replaceAll(PLACEHOLDER, (_, kind, name) => {
    if (!(kind in FILL)) throw new Error(`The template has an unknown placeholder: ${kind}`);
    return FILL[kind](results, name, charts);
  });
  const path = join(folder, 'performance.md');
  const config = await resolveConfig(new URL('../../../docs/performance.md', import.meta.url));
  await writeFile(path, await format(text, { ...config, parser: 'markdown' }));
}

/** @returns SVG by name, of those charts whose section was measured */
function drawCharts(results) {
  const charts = Object.entries(CHARTS).flatMap(([name, { section, draw }]) => {
    const measured = sectionOf(results, section);
    return measured ? [[name, draw(measured.cases)]] : [];
  });
  return Object.fromEntries(charts);
}

function sectionOf({ sections }, name) {
  return sections.find((section) => section.name === name);
}

/** What each kind of placeholder is replaced with. */
const FILL = {
  size: ({ size }) => (size === 'full' ? size : `${size} (so rough)`),
  machine: ({ cores, model, node, temp }) =>
    `${cores} cores of ${model}, Node ${node}, data folders in \`${temp}\``,
  date: ({ date }) => date,
  commits: ({ commits: { now, before } }) =>
    before ? `\`${now}\` (now) in turns with \`${before}\` (before)` : `\`${now}\` (now)`,
  results: (results, name, charts) => {
    const section = sectionOf(results, name);
    if (!section) return NOT_MEASURED;
    const chart = name in charts ? `![${CHARTS[name].alt}](performance/${name}.svg)\n\n` : '';
    return `${sentence(section.method)}\n\n${chart}${markdownTable(tableOf(section))}`;
  },
};

function sentence(text) {
  return `${text[0].toUpperCase()}${text.slice(1)}.`;
}
