import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, cp, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { cachedBuild } from './build-cache.js';
import { sourceHash } from './build.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BUNDLER = 'scripts/bundle.mjs';
const EXPLORER = 'explorer/vite.config.mjs';
const CONFIGURATION = ['nest-cli.json', 'tsconfig.json', 'tsconfig.build.json', BUNDLER];
const run = promisify(execFile);

/**
 * Builds the service as `npm run build` does, with the Swagger plugin, which makes the schemas of the OpenAPI document, and
 * with the explorer. Takes some seconds, unless this version of the sources has been built before.
 * @returns the folder with `main.js` and `index.js`
 */
export async function nestBuild(): Promise<string> {
  const service = await buildName();
  const hash = createHash('sha256').update(service);
  for (const name of [EXPLORER, ...(await explorerFiles())])
    hash.update(`\0${name}\0`).update(await readFile(join(ROOT, name)));
  const name = `built-${hash.digest('hex').slice(0, 16)}`;
  const folder = await cachedBuild(name, async (unfinished) => {
    await cp(await cachedBuild(service, buildInto), unfinished, { recursive: true });
    await buildExplorer(join(unfinished, 'dist/explorer'));
  });
  return join(folder, 'dist');
}

async function buildName(): Promise<string> {
  const hash = createHash('sha256').update(await sourceHash());
  for (const name of CONFIGURATION) hash.update(await readFile(join(ROOT, name)));
  return `nest-${hash.digest('hex').slice(0, 16)}`;
}

async function buildExplorer(folder: string): Promise<void> {
  const { NODE_OPTIONS: _ours, ...env } = process.env;
  const vite = [join(ROOT, 'node_modules/vite/bin/vite.js'), 'build', '--config', EXPLORER];
  const args = [...vite, '--outDir', folder, '--logLevel', 'warn'];
  await run(process.execPath, args, { cwd: ROOT, env: { ...env, NODE_ENV: 'production' } });
}

/** The files that the explorer is made of. */
async function explorerFiles(): Promise<string[]> {
  const found = await readdir(join(ROOT, 'explorer'), { recursive: true, withFileTypes: true });
  const files = found.filter((entry) => entry.isFile());
  return files.map(({ parentPath, name }) => relative(ROOT, join(parentPath, name))).toSorted();
}

async function buildInto(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const paths = await writeConfiguration(folder);
  await copyFile(join(ROOT, 'package.json'), join(folder, 'package.json'));
  const program = join(ROOT, 'node_modules/@nestjs/cli/bin/nest.js');
  const [config, tsconfig] = paths.map((path) => relative(ROOT, path)) as [string, string];
  const { NODE_OPTIONS: _ours, ...env } = process.env;
  const args = [program, 'build', '--config', config, '--path', tsconfig];
  await run(process.execPath, args, { cwd: ROOT, env });
  await run(process.execPath, [join(ROOT, BUNDLER), join(folder, 'dist')], { cwd: ROOT, env });
}

/** The project's own configuration, with another folder to write to. */
async function writeConfiguration(folder: string): Promise<string[]> {
  const outDir = join(folder, 'dist');
  const nest = JSON.parse(await readFile(join(ROOT, 'nest-cli.json'), 'utf8')) as NestConfig;
  const assets = nest.compilerOptions.assets.map((asset) => ({ ...asset, outDir }));
  Object.assign(nest.compilerOptions, { assets, deleteOutDir: false });
  const tsconfig = {
    extends: join(ROOT, 'tsconfig.build.json'),
    compilerOptions: { outDir, rootDir: join(ROOT, 'src'), sourceMap: false },
    include: [join(ROOT, 'src')],
    exclude: [join(ROOT, 'src/**/*.spec.ts')],
  };
  const files = { 'nest-cli.json': nest, 'tsconfig.json': tsconfig };
  const written = Object.entries(files).map(async ([name, content]) => {
    const path = join(folder, name);
    await writeFile(path, JSON.stringify(content));
    return path;
  });
  return Promise.all(written);
}

interface NestConfig {
  readonly compilerOptions: { readonly assets: readonly object[] };
}
