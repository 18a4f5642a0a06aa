import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { transform, type Options } from '@swc/core';
import { cachedBuild } from './build-cache.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** As jest.config.mjs transforms the sources. */
const SWC: Options = {
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
  },
  module: { type: 'es6' },
  sourceMaps: 'inline',
  swcrc: false,
};

/** What makes a program of one file, with V8's code cache beside it: it starts in a third of the time. */
const BUNDLER = 'scripts/bundle.mjs';
const CODE_CACHE = 'scripts/code-cache.mjs';

/** The service as the programs of tests take it (test/crash/fixtures/serve.mjs); as a program, it serves its own module. */
const SERVICE_OF_TESTS = `
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import * as engine from './engine.js';
import * as service from './index.js';

/** Serves a team's module as the service's own program serves its own. */
async function serve(rootModule) {
  const app = await service.createApp(rootModule);
  app.get(service.UnhandledErrors).install();
  app.enableShutdownHooks(['SIGINT', 'SIGTERM']);
  await app.listen(process.env.PORT, process.env.HOST);
  process.stdout.write(\`It listens on \${await app.getUrl()}\\n\`);
}

globalThis.serviceOfTests = { ...engine, ...service, Module, serve };
if (process.argv[1].endsWith('service-of-tests.cjs')) void serve(service.AppModule);
`;

const run = promisify(execFile);

interface SourceFile {
  /** Relative to the project's folder. */
  readonly path: string;
  readonly content: Buffer;
}

let built: Promise<string> | undefined;

/**
 * Compiles the service for child processes, unless this version of it has been compiled before. Its programs are bundled as
 * those of the package are.
 * @returns the folder with `main.js`, `cli/main.js` and `service-of-tests.js`
 */
export function buildService(): Promise<string> {
  built ??= build();
  return built;
}

async function build(): Promise<string> {
  const files = await sourceFiles();
  const hash = createHash('sha256').update(hashOf(files)).update(SERVICE_OF_TESTS);
  for (const name of [BUNDLER, CODE_CACHE]) hash.update(await readFile(join(ROOT, name)));
  const folder = await cachedBuild(hash.digest('hex').slice(0, 16), async (unfinished) => {
    await Promise.all(files.map((file) => compile(file, unfinished)));
    await bundle(join(unfinished, 'dist'));
  });
  return join(folder, 'dist');
}

/** Names the sources as they are now, with what they are compiled by. */
export async function sourceHash(): Promise<string> {
  return hashOf(await sourceFiles());
}

async function sourceFiles(): Promise<SourceFile[]> {
  const names = await readdir(join(ROOT, 'src'), { recursive: true });
  const wanted = names
    .filter((name) => /\.(ts|json|md)$/.test(name) && !name.endsWith('.spec.ts'))
    .toSorted();
  const paths = ['package.json', ...wanted.map((name) => join('src', name))];
  return Promise.all(paths.map(async (path) => ({ path, content: await readFile(join(ROOT, path)) })));
}

function hashOf(files: readonly SourceFile[]): string {
  const hash = createHash('sha256').update(JSON.stringify(SWC));
  for (const { path, content } of files) hash.update(`\0${path}\0`).update(content);
  return hash.digest('hex').slice(0, 16);
}

async function bundle(dist: string): Promise<void> {
  await writeFile(join(dist, 'service-of-tests.js'), SERVICE_OF_TESTS);
  const { NODE_OPTIONS: _ours, ...env } = process.env;
  await run(process.execPath, [join(ROOT, BUNDLER), dist, 'service-of-tests.js'], { cwd: ROOT, env });
}

async function compile({ path, content }: SourceFile, folder: string): Promise<void> {
  const target = join(folder, path.replace(/^src\b/, 'dist').replace(/\.ts$/, '.js'));
  await mkdir(dirname(target), { recursive: true });
  if (!path.endsWith('.ts')) return writeFile(target, content);
  const { code } = await transform(content.toString(), { ...SWC, filename: join(ROOT, path) });
  await writeFile(target, code);
}
