import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, cp, mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { nestBuild } from '../support/nest-build.js';
import { exampleSeed } from '../support/seeds.js';
import { ServiceProcess } from '../support/service-process.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** What a clone has beside what is in it for the package. */
const NOT_CLONED = new Set(['node_modules', 'dist', '.git', 'data', 'coverage']);
const IMPORT = /\b(?:from|import)\s*\(?\s*'([\w@:./-]+)'/g;
const run = promisify(execFile);

interface Manifest {
  readonly version: string;
  readonly main: string;
  readonly types: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta: Readonly<Record<string, { readonly optional?: boolean }>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

describe('the package', () => {
  /** Holds a project of a team beside the packages that it has installed. */
  let folder: string;
  let team: string;
  let installed: string;
  let manifest: Manifest;
  let files: string[];

  const textOf = (file: string) => readFile(join(installed, file), 'utf8');

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dream-package-'));
    team = join(folder, 'team');
    installed = join(team, 'node_modules/project-dream');
    await mkdir(installed, { recursive: true });
    await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    const tarball = await packed(join(folder, 'clone'));
    await run('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1']);
    manifest = JSON.parse(await textOf('package.json')) as Manifest;
    const found = await readdir(installed, { recursive: true, withFileTypes: true });
    files = found
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => posix.relative(installed, join(parentPath, name)));
  }, 180_000);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('has the built service, its world, its pages and its licence, and neither sources nor tests', () => {
    expect(files).toEqual(
      expect.arrayContaining([
        'LICENSE',
        'README.md',
        'CHANGELOG.md',
        'docs/extending.md',
        'dist/main.js',
        'dist/index.js',
        'dist/index.d.ts',
        'dist/simulation/data/world_pack.json',
        'dist/explorer/index.html',
      ]),
    );
    const outside =
      /^(?!dist\/|docs\/(?!api-report|handoff)|package\.json$|README\.md$|CHANGELOG\.md$|LICENSE$|\.env\.example$)/;
    expect(files.filter((file) => outside.test(file))).toEqual([]);
    expect(files.filter((file) => /\.spec\.|\.map$|\.tsbuildinfo$/.test(file))).toEqual([]);
  });

  it('has every file that its manifest names', async () => {
    const { main, types, bin, exports } = manifest;
    const exported = Object.values(exports).flatMap((entry) =>
      typeof entry === 'string' ? [entry] : Object.values(entry),
    );
    const named = [main, types, ...Object.values(bin), ...exported].map((file) => posix.normalize(file));
    expect(named.filter((file) => !files.includes(file))).toEqual([]);
    for (const program of Object.values(bin))
      expect(await textOf(program)).toMatch(/^#!\/usr\/bin\/env node\n/);
  });

  it('has programs that start from their bundle, and modules that share their packages with the team', async () => {
    expect(await textOf('dist/main.js')).toContain("'./bundle/main.cjs'");
    expect(await textOf('dist/cli/main.js')).toContain("'../bundle/cli.cjs'");
    expect(await textOf('dist/index.js')).not.toContain('bundle/');
    const { stdout } = await run(process.execPath, [join(installed, 'dist/cli/main.js'), '--version']);
    expect(stdout).toBe(`${manifest.version}\n`);
  });

  it('serves from its bundle what the modules serve', async () => {
    const service = await ServiceProcess.start({
      program: join(installed, 'dist/main.js'),
      dataDir: folder,
      env: { RUN_REPOSITORY: 'memory' },
    });
    try {
      const { status, body: made } = await service.post<{ run_id: string }>('/simulate', {
        seed: await exampleSeed(),
        rounds: 1,
      });
      expect(status).toBe(200);
      const paths = [
        `/runs/${made.run_id}/runlog?type=round&limit=2`,
        `/runs/${made.run_id}/report`,
        '/runs?limit=1',
        '/docs-json',
        '/health',
      ];
      for (const path of paths) expect([path, (await service.get(path)).status]).toEqual([path, 200]);
      expect((await service.get('/runs?limit=0')).status).toBe(400);
      const page = await fetch(`${await service.listening}/docs/swagger-ui-bundle.js`);
      expect(page.status).toBe(200);
      const explorer = await fetch(`${await service.listening}/`, { headers: { Accept: 'text/html' } });
      expect([explorer.status, new URL(explorer.url).pathname]).toEqual([200, '/explorer/']);
      expect(explorer.headers.get('content-security-policy')).not.toContain('unsafe');
    } finally {
      await service.kill();
    }
  });

  it('imports no file that it does not have, and no package that it does not ask for', async () => {
    const asked = { ...manifest.dependencies, ...manifest.peerDependencies };
    const faults: string[] = [];
    for (const file of files.filter((name) => /^dist\/(?!(?:bundle|explorer)\/).*\.(js|d\.ts)$/.test(name))) {
      for (const [, specifier = ''] of (await textOf(file)).matchAll(IMPORT)) {
        const needed = missingOf(file, specifier, files, asked);
        if (needed) faults.push(`${file}: ${needed}`);
      }
    }
    expect(faults).toEqual([]);
  });

  it('leaves to the team what has to be there once: Nest, and what its decorators fill', () => {
    const shared = /^(@nestjs\/(?!cli|testing)|rxjs$|reflect-metadata$|class-(validator|transformer)$)/;
    expect(Object.keys(manifest.dependencies).filter((name) => shared.test(name))).toEqual([]);
    expect(Object.keys(manifest.peerDependencies)).toEqual(
      expect.arrayContaining(['@nestjs/common', '@nestjs/core', 'rxjs', 'reflect-metadata']),
    );
    // npm would take a package that is in both for a development one, and `npm ci --omit=dev` would leave it out.
    // What is optional may be left out.
    const { peerDependencies, peerDependenciesMeta, devDependencies } = manifest;
    const needed = Object.keys(peerDependencies).filter((name) => !peerDependenciesMeta[name]?.optional);
    expect(needed.filter((name) => name in devDependencies)).toEqual([]);
  });

  it('simulates from the command line, in a folder that has nothing else', async () => {
    const place = join(team, 'empty');
    await mkdir(place);
    await writeFile(join(place, 'seed.json'), JSON.stringify(await exampleSeed()));
    const program = join(installed, 'dist/cli/main.js');
    const { NODE_OPTIONS: _ours, ...env } = process.env;
    const options = { cwd: place, env: { ...env, LOG_LEVEL: 'fatal' } };
    const { stdout } = await run(
      process.execPath,
      [program, 'run', 'seed.json', '--rounds', '1', '--json'],
      options,
    );
    expect(JSON.parse(stdout)).toMatchObject({ pipeline: 'simulation', status: 'succeeded' });
    const { stdout: report } = await run(process.execPath, [program, 'report', 'latest'], options);
    expect(report).toMatch(/^# .+\n/);
  });

  it("compiles and runs in a team's project", async () => {
    await copyFile(join(ROOT, 'test/fixtures/team-package/main.ts'), join(team, 'main.ts'));
    for (const name of ['main', 'words.module']) {
      const embedding = join(ROOT, `docs/examples/embedding/${name}.ts`);
      await copyFile(embedding, join(team, name === 'main' ? 'embedding.ts' : `${name}.ts`));
    }
    await writeFile(join(team, 'package.json'), '{ "type": "module", "private": true }');
    const compilerOptions = {
      module: 'nodenext',
      target: 'es2023',
      strict: true,
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
      useDefineForClassFields: false,
      types: ['node'],
    };
    const bundled = {
      ...compilerOptions,
      module: 'esnext',
      moduleResolution: 'bundler',
      noEmit: true,
      skipLibCheck: true,
    };
    expect(await compiled(team, compilerOptions)).toBe('');
    expect(await compiled(team, bundled)).toBe('');
    const { NODE_OPTIONS: _ours, ...env } = process.env;
    const { stdout } = await run(process.execPath, ['main.js', JSON.stringify(await exampleSeed())], {
      cwd: team,
      env: { ...env, RUN_REPOSITORY: 'memory', LOG_LEVEL: 'fatal' },
    });
    expect(JSON.parse(stdout)).toEqual({
      status: 'succeeded',
      rounds: 1,
      missing: true,
      newest: { status: 'succeeded' },
      version: manifest.version,
    });
  }, 180_000);
});

/** What the compiler says of a team's project. */
async function compiled(team: string, compilerOptions: object): Promise<string> {
  const files = ['main.ts', 'embedding.ts'];
  await writeFile(join(team, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const { stdout } = await run(process.execPath, [tsc, '-p', team]).catch(
    (error: { stdout: string }) => error,
  );
  return stdout;
}

/** Packs a clone that was built. Without `prepack`, which would build once more. */
async function packed(clone: string): Promise<string> {
  for (const name of await readdir(ROOT)) {
    if (!NOT_CLONED.has(name)) await cp(join(ROOT, name), join(clone, name), { recursive: true });
  }
  await cp(await nestBuild(), join(clone, 'dist'), { recursive: true });
  const args = ['pack', '--ignore-scripts', '--offline', '--json', '--pack-destination', clone];
  const { stdout } = await run('npm', args, { cwd: clone });
  const [name] = /[\w.-]+\.tgz/.exec(stdout) ?? [];
  if (name === undefined) throw new Error(`npm pack said ${stdout}`);
  return join(clone, name);
}

/** What an import needs and cannot have; null when nothing is missing. */
function missingOf(
  file: string,
  specifier: string,
  files: readonly string[],
  asked: Readonly<Record<string, string>>,
): string | null {
  if (specifier.startsWith('node:')) return null;
  if (specifier.startsWith('.')) {
    const target = posix.join(posix.dirname(file), specifier);
    const wanted = file.endsWith('.d.ts') ? target.replace(/\.js$/, '.d.ts') : target;
    return files.includes(wanted) ? null : wanted;
  }
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
  const types = `@types/${name}`;
  const isTypedElsewhere = file.endsWith('.d.ts') && existsSync(join(ROOT, 'node_modules', types));
  return [name, ...(isTypedElsewhere ? [types] : [])].find((needed) => !(needed in asked)) ?? null;
}
