// Bundles the two programs of the package, the service and the command line, each with the packages that it loads: a
// program of one file starts in half the time of one of 2,000, and takes half of that when V8 need not compile its functions
// (scripts/code-cache.mjs). What applications import (dist/index.js and the other
// exports) stays as the compiler wrote it, so that they share their packages with it.
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, parse, relative, resolve as resolvePath } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Where the compiler wrote; a folder of one's own can be named, and further modules in it to bundle as programs. */
const [folder = 'dist', ...furtherModules] = process.argv.slice(2);
const DIST = resolvePath(ROOT, folder);
const BUNDLE = join(DIST, 'bundle');
const CODE_CACHE = join(ROOT, 'scripts/code-cache.mjs');
const PROGRAMS = {
  main: 'main.js',
  cli: 'cli/main.js',
  ...Object.fromEntries(furtherModules.map((file) => [parse(file).name, file])),
};
const HINT = 'run "nest build" first: "npm run build" does both';

/** Packages that find files beside their own, hold native code, come first, or are loaded only by some. */
const APART = [
  'reflect-metadata',
  'sqlite3',
  'swagger-ui-dist',
  'pino-pretty',
  'pg',
  'ioredis',
  'bullmq',
  'ai',
  '@ai-sdk/openai-compatible',
  'zod',
];
/** Shared with what the user of the service brings along, and loaded only where spans are exported. */
const TELEMETRY = ['@opentelemetry/*'];
/** Where another version of class-transformer has a file; @nestjs/mapped-types tries it second. */
const ELSEWHERE = 'class-transformer/storage';
/** Packages with optional peers, which their code asks for and we do not have. */
const ASKING = ['typeorm', '@nestjs/core', '@nestjs/common', '@nestjs/swagger', 'pg'];

const { resolve } = createRequire(import.meta.url);
const readJson = async (file) => JSON.parse(await readFile(file, 'utf8'));

/** The optional peers of packages that are not packages of ours. */
async function absentPeers() {
  const { dependencies, peerDependencies } = await readJson(join(ROOT, 'package.json'));
  const manifests = await Promise.all(
    ASKING.map((name) => readJson(join(ROOT, 'node_modules', name, 'package.json'))),
  );
  const peers = manifests.flatMap(({ peerDependenciesMeta = {} }) => Object.keys(peerDependenciesMeta));
  return peers.filter((name) => !(name in dependencies) && !(name in peerDependencies));
}

/** Our modules look for files relative to themselves, which the bundle is not. */
const ownLocation = {
  name: 'own-location',
  setup({ onLoad }) {
    onLoad({ filter: /\.js$/ }, async ({ path }) => {
      if (relative(DIST, path).startsWith('..')) return undefined; // a package's
      const text = await readFile(path, 'utf8');
      const location = `new URL(${JSON.stringify(relative(BUNDLE, path))}, import.meta.url).href`;
      return { contents: text.replaceAll('import.meta.url', location), loader: 'js' };
    });
  },
};

/** A `require` made by `createRequire` is not seen by the bundler: this one would load class-validator a second time. */
const seenRequire = {
  name: 'seen-require',
  setup({ onLoad }) {
    const file = fileURLToPath(
      new URL('type-helpers.utils.js', pathToFileURL(resolve('@nestjs/mapped-types'))),
    );
    onLoad({ filter: /type-helpers\.utils\.js$/ }, async ({ path }) => {
      const made = 'const require = createRequire(import.meta.url);';
      const text = await readFile(path, 'utf8');
      if (path !== file || !text.includes(made))
        throw new Error(`${path} is not as scripts/bundle.mjs expects it`);
      return { contents: text.replace(made, ''), loader: 'js' };
    });
  },
};

/** `import.meta.url` of what was a module of the other kind. */
const URL_OF_BUNDLE = `const __bundleUrl = require('node:url').pathToFileURL(__filename).href;`;

/** What esbuild leaves as it is, in regular expressions and comments. */
const escaped = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** How the bundler keeps names. */
const NAMING =
  /^var __name = \(target, value\) => __defProp\(target, "name", \{ value, configurable: true \}\);$/m;
/**
 * Arrow functions are made again and again, and nobody asks for their names: to define those costs more than the functions.
 * They have no prototype; classes have one.
 */
const NAMING_CLASSES =
  'var __name = (target, value) => target.prototype === void 0 ? target : __defProp(target, "name", { value, configurable: true });';
/** A function that is declared has its name already, or one with a number; what is written with a capital may be a class. */
const NAMED = /^ *__name\((?!this\b)(\w+), "(\w+)"\);\n/gm;

function namingClasses(text) {
  if (!NAMING.test(text)) throw new Error('esbuild keeps names otherwise than scripts/bundle.mjs expects');
  return text
    .replace(NAMING, NAMING_CLASSES)
    .replaceAll(NAMED, (line, declared, name) =>
      declared === name || (/^[a-z]/.test(name) && declared.startsWith(name)) ? '' : line,
    );
}

/** What src/run-bundle.ts calls a bundle with. */
const PARAMETERS = 'exports, require, module, __filename, __dirname, __import';

/**
 * A bundle is a function, whose body has no line for the shell and cannot import: it is given a function that does.
 * Comments have `{import(`. It is read as ASCII.
 */
function asFunction(text) {
  const body = text
    .replace(/^#!.*/, '')
    .replaceAll(/(?<![\w.$'"`{<])import\(/g, '__import(')
    .replaceAll(/[^\0-\x7F]/g, escaped);
  return `(function (${PARAMETERS}) {${body}\n})`;
}

/** Replaces a program by one that loads its bundle, after what decorators need. */
async function writeProgram(name, file) {
  const path = join(DIST, file);
  const dist = '../'.repeat(file.split('/').length - 1) || './';
  await writeFile(
    path,
    `#!/usr/bin/env node
import 'reflect-metadata';
import { runBundle } from '${dist}run-bundle.js';
runBundle(new URL('${dist}bundle/${name}.cjs', import.meta.url));
`,
  );
  await chmod(path, 0o755);
}

for (const file of Object.values(PROGRAMS)) {
  const text = await readFile(join(DIST, file), 'utf8').catch(() => '');
  if (!text.includes('reflect-metadata'))
    throw new Error(`dist/${file} is not what the compiler writes: ${HINT}`);
}
await rm(BUNDLE, { recursive: true, force: true });
const { outputFiles } = await build({
  entryPoints: Object.fromEntries(Object.entries(PROGRAMS).map(([name, file]) => [name, join(DIST, file)])),
  outdir: BUNDLE,
  outExtension: { '.js': '.cjs' },
  write: false,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20.19',
  keepNames: true, // names of classes are in rows, errors and logs
  external: [
    ELSEWHERE,
    ...APART,
    ...TELEMETRY,
    ...APART.map((name) => `${name}/*`),
    ...(await absentPeers()).flatMap((name) => [name, `${name}/*`]),
  ],
  define: { 'import.meta.url': '__bundleUrl' },
  banner: { js: URL_OF_BUNDLE },
  plugins: [ownLocation, seenRequire],
  logLevel: 'warning',
  logOverride: { 'duplicate-object-key': 'silent' }, // the OpenAPI plugin of the compiler writes them
});
await mkdir(BUNDLE);
for (const { path, text } of outputFiles) await writeFile(path, asFunction(namingClasses(text)));
for (const [name, file] of Object.entries(PROGRAMS)) {
  await writeProgram(name, file);
  // what it says while it is tried is told only when that fails: it is in the error's message then
  execFileSync(process.execPath, [CODE_CACHE, join(BUNDLE, `${name}.cjs`)], { stdio: 'pipe' });
}
