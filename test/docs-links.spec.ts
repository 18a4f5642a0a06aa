import { readFileSync, readdirSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { brokenLinks, parseMarkdown } from './support/markdown.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const INDEX = 'docs/README.md';

const DOCS = readdirSync(posix.join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
  .map((path) => posix.join('docs', path.replaceAll('\\', '/')))
  .filter((path) => path.endsWith('.md'));
const PAGES = new Map(
  ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...DOCS].map((path) => {
    return [path, parseMarkdown(path, textOf(path))];
  }),
);

/** The pages that links lead to from a page, itself included. */
function reachableFrom(start: string): Set<string> {
  const seen = new Set([start]);
  for (const path of seen) for (const link of PAGES.get(path)?.links ?? []) seen.add(link.path);
  return seen;
}

/** A part of docs/openapi.json. */
interface OpenApi {
  readonly paths: Readonly<Record<string, object>>;
  readonly components: {
    readonly schemas: { readonly KnownRunlogRow: { readonly discriminator: { readonly mapping: object } } };
  };
}

function textOf(path: string): string {
  return readFileSync(posix.join(ROOT, path), 'utf8');
}

/** The cells of the first column of the table with this heading. */
function firstColumn(page: string, heading: string): string[] {
  const [, rows = ''] =
    new RegExp(`^\\| ${heading} [^\\n]*\\n\\|[-| ]*\\n([^]*?)\\n\\n`, 'm').exec(textOf(page)) ?? [];
  return rows.split('\n').map((row) => row.split('|')[1] ?? '');
}

describe('the pages', () => {
  it.each([...PAGES.keys()])('%s has links that all lead somewhere', (path) => {
    const page = PAGES.get(path);
    expect(page && brokenLinks(page, ROOT)).toEqual([]);
  });

  it('are all reachable from the index', () => {
    const reached = reachableFrom(INDEX);
    expect(DOCS.filter((path) => !reached.has(path))).toEqual([]);
  });

  it('begin in README.md, which links to the index', () => {
    expect(PAGES.get('README.md')?.links.map(({ path }) => path)).toContain(INDEX);
  });
});

describe('docs/operations.md', () => {
  it('tells of the variables that .env.example lists, and of no others', () => {
    const names = firstColumn('docs/operations.md', 'variable').flatMap(
      (cell) => cell.match(/[A-Z_]{4,}/g) ?? [],
    );
    const listed = [...textOf('.env.example').matchAll(/^([A-Z_]+)=/gm)].map(([, name = '']) => name);
    expect(names.toSorted()).toEqual(listed.toSorted());
  });
});

describe('docs/calling.md', () => {
  const { paths, components } = JSON.parse(textOf('docs/openapi.json')) as OpenApi;

  it('tells of the routes that docs/openapi.json has, and of no others', () => {
    const told = firstColumn('docs/calling.md', 'request').flatMap(
      (cell) => cell.match(/[A-Z]+ \/[^`]*/g) ?? [],
    );
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(told.toSorted()).toEqual(routes.toSorted());
  });

  it('tells of the types that rows of the run log have, and of no others', () => {
    const told = firstColumn('docs/calling.md', 'type').flatMap((cell) => cell.match(/[a-z_]+/g) ?? []);
    const { mapping } = components.schemas.KnownRunlogRow.discriminator;
    expect(told.toSorted()).toEqual(Object.keys(mapping).toSorted());
  });
});

describe('a page', () => {
  it('has the anchors that GitHub gives its headings', () => {
    const text = '# Who may `come` in?\n## 1. A stage node\n## [A](b.md) – c\n## 1. A stage node\n';
    const { anchors } = parseMarkdown('docs/a.md', text);
    expect([...anchors]).toEqual(['who-may-come-in', '1-a-stage-node', 'a--c', '1-a-stage-node-1']);
  });

  it('has the links that are not in code and not to other sites', () => {
    const text = '[a](b.md#c) [`d`](../e/) `[f](g)`\n```\n[h](i)\n# j\n```\n[k](https://l.example) [m](#n)\n';
    const { links, anchors } = parseMarkdown('docs/a.md', text);
    expect(anchors.size).toBe(0);
    expect(links).toEqual([
      { href: 'b.md#c', path: 'docs/b.md', anchor: 'c' },
      { href: '../e/', path: 'e/', anchor: null },
      { href: '#n', path: 'docs/a.md', anchor: 'n' },
    ]);
  });

  it('is told each link that leads nowhere', () => {
    const text = '[a](nowhere.md) [b](errors.md#nothing) [c](../../d) [e](errors.md#errors)';
    expect(brokenLinks(parseMarkdown('docs/a.md', text), ROOT)).toEqual([
      'docs/a.md -> nowhere.md: there is no such file',
      'docs/a.md -> errors.md#nothing: there is no such heading',
      'docs/a.md -> ../../d: is outside of the project',
    ]);
  });
});
