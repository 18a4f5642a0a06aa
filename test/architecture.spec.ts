import { readFileSync, readdirSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const SRC = fileURLToPath(new URL('../src', import.meta.url));

/** One `import … from` or `export … from`. */
interface Import {
  /** As it is written. */
  readonly specifier: string;
  /** The file that it means, relative to src/; null when it is a package. */
  readonly target: string | null;
}

/** A source file; paths are relative to src/, with slashes. */
interface SourceFile {
  readonly path: string;
  /** The folder under src/, or '' for a file of src/ itself. */
  readonly folder: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

const IMPORT =
  /^(?:import|export)\s(?:[^;'"]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm;

/** What a source text imports, and exports again. */
function importsOf(path: string, text: string): Import[] {
  return [...text.matchAll(IMPORT)].map(([, fixed, dynamic]) => {
    const specifier = fixed ?? dynamic ?? '';
    const target = posix.join(posix.dirname(path), specifier).replace(/\.js$/, '.ts');
    return { specifier, target: specifier.startsWith('.') ? target : null };
  });
}

const folderOf = (path: string): string => (path.includes('/') ? (path.split('/')[0] ?? '') : '');

const FILES: readonly SourceFile[] = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts'))
  .map((path) => {
    const text = readFileSync(posix.join(SRC, path), 'utf8');
    return { path, folder: folderOf(path), text, imports: importsOf(path, text) };
  });

/** The files of src/ itself, which put the application together. */
const APPLICATION = '';

/** What each folder may import of the others. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  common: [],
  config: ['common'],
  problems: ['common'],
  pages: [],
  orchestrator: ['common', 'problems'],
  runs: ['common', 'problems', 'orchestrator'],
  storage: ['common', 'orchestrator', 'runs'],
  execution: ['common', 'orchestrator', 'runs'],
  testing: ['common', 'runs'],
  engine: ['common', 'orchestrator', 'runs', 'storage', 'execution'],
  simulation: ['common', 'problems', 'orchestrator', 'runs'],
  health: ['common', 'problems', 'config', 'orchestrator', 'runs', 'simulation'],
  http: ['common', 'problems', 'config', 'orchestrator', 'runs', 'health', 'pages'],
  metrics: ['common', 'problems', 'config', 'runs', 'execution'],
  telemetry: ['common', 'config', 'problems', 'runs'],
  webhooks: ['common', 'config', 'orchestrator', 'runs'],
  cli: [APPLICATION, 'common', 'config', 'health', 'runs', 'storage', 'execution', 'simulation'],
};
/** The folders of the engine, which teams put into applications of their own. */
const ENGINE: ReadonlySet<string> = new Set([
  'common',
  'problems',
  'pages',
  'orchestrator',
  'runs',
  'storage',
  'execution',
  'testing',
  'engine',
]);
const PURE = /(^|\/)domain\/|\.policy\.ts$/;

/** Folders in which no file, no spec either, may speak of what simulations are about. */
const WITHOUT_SIMULATION: readonly string[] = [
  'common',
  'orchestrator',
  'http',
  'problems',
  'pages',
  'runs',
  'storage',
  'execution',
  'testing',
  'health',
  'engine',
];
/** Migrations bring along what older versions stored, by its names. */
const MIGRATIONS = /^storage\/sqlite\/migrations\//;
const WORDS_OF_SIMULATION = /\b(boards?|board_id|thread_status|canon|personas?|seed_id)\b|Canon[A-Z]/;

/** The imports of these files that a rule is against, as `file -> specifier`. */
function against(
  files: readonly SourceFile[],
  breaks: (found: Import, file: SourceFile) => boolean,
): string[] {
  return files.flatMap((file) =>
    file.imports
      .filter((found) => breaks(found, file))
      .map(({ specifier }) => `${file.path} -> ${specifier}`),
  );
}

/** The files of which the text meets a pattern, with what met it. */
function holding(files: readonly SourceFile[], pattern: RegExp): string[] {
  return files.flatMap(({ path, text }) => {
    const [met] = withoutComments(text).match(pattern) ?? [];
    return met === undefined ? [] : [`${path} holds ${met}`];
  });
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '$1');
}

/** Whether an import enters another folder past its index.ts, or uses that of its own. */
const byTheWindow = ({ target }: Import, { folder }: SourceFile) => {
  if (target === null || folderOf(target) === '') return false;
  const door = `${folderOf(target)}/index.ts`;
  return folderOf(target) === folder ? target === door : target !== door;
};

describe('the reader of imports', () => {
  it('sees imports of every form, and nothing else', () => {
    const text = [
      `import 'reflect-metadata';`,
      `import { a } from './a.js';`,
      `import type { B } from "../b/index.js";`,
      `import {\n  c,\n  type D,\n} from '../c/c.js';`,
      `export { e } from './e.js';`,
      `export * from '../../f.js';`,
      `export const from = 'nowhere';`,
      `const g = await import('./g.js');`,
      `const text = \`import { x } from 'x'\`;`,
    ].join('\n');
    expect(importsOf('runs/domain/run.ts', text).map(({ specifier, target }) => target ?? specifier)).toEqual(
      [
        'reflect-metadata',
        'runs/domain/a.ts',
        'runs/b/index.ts',
        'runs/c/c.ts',
        'runs/domain/e.ts',
        'f.ts',
        'runs/domain/g.ts',
      ],
    );
  });

  it('finds the file behind every import of ours', () => {
    const paths = new Set(FILES.map(({ path }) => path));
    expect(against(FILES, ({ target }) => target !== null && !paths.has(target))).toEqual([]);
    expect(FILES.length).toBeGreaterThan(100);
  });
});

describe('the source', () => {
  it('has no folder that the rules do not know', () => {
    const folders = new Set(FILES.map(({ folder }) => folder).filter((folder) => folder !== ''));
    expect([...folders].filter((folder) => !(folder in ARROWS))).toEqual([]);
  });

  it.each(Object.keys(ARROWS))('lets %s import no folder but those that lie below it', (folder) => {
    const allowed = ARROWS[folder] ?? [];
    const files = FILES.filter((file) => file.folder === folder);
    const reachesOut = ({ target }: Import) =>
      target !== null && folderOf(target) !== folder && !allowed.includes(folderOf(target));
    expect(against(files, reachesOut)).toEqual([]);
  });

  it('imports http only where the application is put together', () => {
    const roots = new Set(['app.module.ts', 'create-app.ts', 'index.ts']);
    const others = FILES.filter(({ path, folder }) => folder !== 'http' && !roots.has(path));
    expect(against(others, ({ target }) => target !== null && folderOf(target) === 'http')).toEqual([]);
  });

  it('enters a folder by its index.ts alone, and never leaves by its own', () => {
    expect(against(FILES, byTheWindow)).toEqual([]);
  });

  it('has no barrel below a folder of src/', () => {
    expect(FILES.map(({ path }) => path).filter((path) => /^[^/]+\/.+\/index\.ts$/.test(path))).toEqual([]);
  });

  it('speaks to databases only in the folders of the stores that need it, and where processes count together', () => {
    const others = FILES.filter(
      ({ path }) => !path.startsWith('storage/') && path !== 'http/limits/postgres-counter.ts',
    );
    const storage = /^(@nestjs\/typeorm|typeorm|sqlite3|pg)(\/|$)/;
    expect(against(others, ({ specifier }) => storage.test(specifier))).toEqual([]);
  });

  it('keeps frameworks, storage and files out of what is pure', () => {
    const pure = FILES.filter(({ path }) => PURE.test(path));
    expect(pure.length).toBeGreaterThan(10);
    const impure = /^(@nestjs\/|typeorm|express|(node:)?(fs|child_process|net|http|timers)(\/|$))/;
    expect(against(pure, ({ specifier }) => impure.test(specifier))).toEqual([]);
  });

  it('keeps environment, clock and randomness out of what is pure', () => {
    const pure = FILES.filter(({ path }) => PURE.test(path));
    expect(holding(pure, /process\.|Date\.now|new Date\(|performance\.|Math\.random/)).toEqual([]);
  });

  it('takes time and randomness from nowhere but common/', () => {
    const others = FILES.filter(({ folder }) => folder !== 'common');
    expect(
      holding(
        others,
        /Date\.now|new Date\(\)|Math\.random|randomUUID|(?<!socket\.)\bset(Timeout|Interval)\(/,
      ),
    ).toEqual([]);
  });

  it('reads the environment only in config/, create-app.ts and main.ts', () => {
    const readers = new Set(['create-app.ts', 'main.ts']);
    const others = FILES.filter(({ path, folder }) => folder !== 'config' && !readers.has(path));
    expect(holding(others, /process\s*\.\s*env|process\[|import\.meta\.env/)).toEqual([]);
  });

  it('lets the engine and the tests of teams be imported without the server and the simulation', () => {
    const doors = FILES.filter(({ path }) => path === 'engine.ts' || path === 'testing.ts');
    expect(doors).toHaveLength(2);
    expect(against(doors, ({ target }) => target !== null && !ENGINE.has(folderOf(target)))).toEqual([]);
  });

  it.each(WITHOUT_SIMULATION)('has no word of the simulation in %s, its comments and its specs', (folder) => {
    const paths = readdirSync(posix.join(SRC, folder), { recursive: true, encoding: 'utf8' });
    const files = paths.filter((path) => path.endsWith('.ts') && !MIGRATIONS.test(`${folder}/${path}`));
    expect(files.length).toBeGreaterThan(0);
    const found = files.flatMap((path) => {
      const [word] = readFileSync(posix.join(SRC, folder, path), 'utf8').match(WORDS_OF_SIMULATION) ?? [];
      return word === undefined ? [] : [`${folder}/${path} holds ${word}`];
    });
    expect(found).toEqual([]);
  });

  it('has no file of more than 300 lines', () => {
    const long = FILES.filter(({ text }) => text.split('\n').length - 1 > 300);
    expect(long.map(({ path }) => path)).toEqual([]);
  });
});
