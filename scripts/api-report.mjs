// Writes down what the package exports to TypeScript, from the declarations of the build: a page for each entry, with what its
// exports are made of. Without an argument it compares docs/api-report with the build; with --write it writes the pages.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { relative } from 'node:path';
import { format, resolveConfig } from 'prettier';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DIST = fileURLToPath(new URL('../dist/', import.meta.url));
const PAGES = new URL('../docs/api-report/', import.meta.url);
const ENTRIES = ['index', 'engine', 'testing'];

const program = ts.createProgram(
  ENTRIES.map((name) => `${DIST}${name}.d.ts`),
  {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2023,
    experimentalDecorators: true,
    types: ['node'],
  },
);
const checker = program.getTypeChecker();
const printer = ts.createPrinter({ removeComments: true, newLine: ts.NewLineKind.LineFeed });

const isOurs = (node) => node.getSourceFile().fileName.startsWith(DIST.replaceAll('\\', '/'));

/** What a name stands for, whatever it was exported as on the way. */
function meant(symbol) {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

const declarationsOf = (symbol) =>
  (symbol.declarations ?? []).filter((node) => isOurs(node) && !ts.isSourceFile(node));

/** The statement that declares something: the printer shows `declare const` only with that. */
function statementOf(node) {
  return ts.isVariableDeclaration(node) ? node.parent.parent : node;
}

/** Members that nobody outside can use are no part of the surface. */
function isHidden(member) {
  return (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Private) !== 0;
}

function withoutHidden(context) {
  return (root) => {
    const visit = (node) => {
      if (ts.isClassElement(node) && isHidden(node)) return undefined;
      return ts.visitEachChild(node, visit, context);
    };
    return ts.visitNode(root, visit);
  };
}

function textOf(node) {
  const { transformed } = ts.transform(node, [withoutHidden]);
  return printer
    .printNode(ts.EmitHint.Unspecified, transformed[0], node.getSourceFile())
    .replace(/^(export )?(default )?(declare )?/, '');
}

/** The symbols of ours that a declaration speaks of. */
function spokenOf(declaration) {
  const found = new Set();
  const visit = (node) => {
    if (ts.isClassElement(node) && isHidden(node)) return;
    if (ts.isIdentifier(node)) {
      const symbol = checker.getSymbolAtLocation(node);
      const target = symbol && meant(symbol);
      if (target && target.parent && declarationsOf(target).some(isTopLevel)) found.add(target);
    }
    node.forEachChild(visit);
  };
  visit(declaration);
  return found;
}

function isTopLevel(node) {
  return ts.isSourceFile(statementOf(node).parent);
}

function blockOf(name, symbol) {
  const texts = declarationsOf(symbol).map((node) => textOf(statementOf(node)));
  return [`### ${name}`, '', '```ts', ...new Set(texts), '```', ''].join('\n');
}

function pageOf(entry) {
  const module = checker.getSymbolAtLocation(program.getSourceFile(`${DIST}${entry}.d.ts`));
  const exported = checker
    .getExportsOfModule(module)
    .map((symbol) => [symbol.name, meant(symbol)])
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  const known = new Set(exported.map(([, symbol]) => symbol));
  const reached = new Set();
  const waiting = [...known];
  for (let symbol = waiting.pop(); symbol; symbol = waiting.pop()) {
    for (const node of declarationsOf(symbol)) {
      for (const spoken of spokenOf(statementOf(node))) {
        if (known.has(spoken) || reached.has(spoken)) continue;
        reached.add(spoken);
        waiting.push(spoken);
      }
    }
  }
  const inside = [...reached]
    .map((symbol) => [
      `${symbol.name} (${relative(DIST, declarationsOf(symbol)[0].getSourceFile().fileName)})`,
      symbol,
    ])
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  const specifier = entry === 'index' ? 'project-dream' : `project-dream/${entry}`;
  return [
    `# \`${specifier}\``,
    '',
    'What the package exports here, made by `npm run api` from the build. A change of this page is a change of the',
    'TypeScript API: [releasing.md](../releasing.md#versions) says which version it needs.',
    '',
    '## Exports',
    '',
    ...exported.map(([name, symbol]) => blockOf(name, symbol)),
    ...(inside.length > 0 ? ['## What these are made of', ''] : []),
    ...inside.map(([name, symbol]) => blockOf(name, symbol)),
  ].join('\n');
}

function firstDifference(stored, made) {
  const [there, here] = [stored.split('\n'), made.split('\n')];
  const line = here.findIndex((text, index) => text !== there[index]);
  const at = line === -1 ? here.length : line;
  return `line ${at + 1}\n  stored: ${(there[at] ?? '').trim()}\n  built:  ${(here[at] ?? '').trim()}`;
}

await mkdir(PAGES, { recursive: true });
let isEqual = true;
for (const entry of ENTRIES) {
  const file = new URL(`${entry}.md`, PAGES);
  const page = await format(pageOf(entry), { ...(await resolveConfig(file)), parser: 'markdown' });
  if (process.argv.includes('--write')) await writeFile(file, page);
  const stored = await readFile(file, 'utf8').catch(() => '');
  if (stored === page) continue;
  isEqual = false;
  const name = relative(ROOT, fileURLToPath(file));
  process.stderr.write(`${name} is not what the build exports, first in ${firstDifference(stored, page)}\n`);
}
if (!isEqual) {
  process.stderr.write("Run 'npm run api', look at the difference, and commit it with a changeset.\n");
  process.exit(1);
}
process.stdout.write('docs/api-report is what the build exports.\n');
