import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import ts from 'typescript';
import { describe, expect, it } from '@jest/globals';
import type { CatalogueEntry } from '../src/common/errors/catalogue-entry.js';
import { ERROR_CATALOGUE } from '../src/common/errors/catalogue.js';
import { SIMULATION_ERRORS } from '../src/simulation/simulation.error-codes.js';

const SRC = fileURLToPath(new URL('../src', import.meta.url));
const DOCUMENT = fileURLToPath(new URL('../docs/errors.md', import.meta.url));
const CATALOGUE: [string, CatalogueEntry][] = Object.entries({ ...ERROR_CATALOGUE, ...SIMULATION_ERRORS });

/** A class that errors are made of, and the code that its constructor gives them. */
interface ErrorClass {
  readonly name: string;
  readonly code: string;
  readonly file: string;
}

/** What the first argument of a call is, if it is a text. */
function firstText({ arguments: args }: ts.CallExpression | ts.NewExpression): string | undefined {
  const first = args?.[0];
  return first && ts.isStringLiteral(first) ? first.text : undefined;
}

function isProjectError(node: ts.ClassLikeDeclaration): boolean {
  return (node.heritageClauses ?? []).some(({ types }) =>
    types.some(({ expression }) => ts.isIdentifier(expression) && expression.text === 'ProjectError'),
  );
}

/** The codes in a source text: of subclasses of ProjectError, and of ProjectErrors that are made as they are. */
function codesIn(file: string, text: string): ErrorClass[] {
  const found: ErrorClass[] = [];
  const visit = (node: ts.Node, owner: string | null): void => {
    let inside = owner;
    if (ts.isClassLike(node)) inside = isProjectError(node) ? (node.name?.text ?? 'a class') : null;
    const isSuper = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword;
    const isNew =
      ts.isNewExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'ProjectError';
    if ((isSuper && inside !== null) || isNew) {
      const code = firstText(node);
      if (code !== undefined) found.push({ name: isNew ? 'ProjectError' : (inside ?? ''), code, file });
    }
    node.forEachChild((child) => visit(child, inside));
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest), null);
  return found;
}

const FILES = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(
  (path) => path.endsWith('.ts') && !path.endsWith('.spec.ts'),
);
const CLASSES = FILES.flatMap((path) => codesIn(path, readFileSync(posix.join(SRC, path), 'utf8')));

/** docs/errors.md, from the catalogue. */
async function documentOf(entries: readonly (readonly [string, CatalogueEntry])[]): Promise<string> {
  const rows = entries.map(
    ([code, { error, status, title, retryable, remedy }]) =>
      `| \`${code}\` | \`${error}\` | ${status} | ${retryable ? 'yes' : 'no'} | ${title}. | ${remedy} |`,
  );
  const text = [
    '# Errors',
    '',
    'Every error answer is `application/problem+json` (RFC 9457) with `error`, `error_code`, `message`, `request_id` and',
    '`doc_url`, which names one of these codes; GET /errors gives this list as JSON, with the codes that a team has added',
    '([extending.md](extending.md#8-an-error-code)). _Retry_ says whether the same request may succeed later.',
    '',
    'Codes of the kind `ORCH_STAGE_…` stand in the `attempt_errors` of a failed run; the answer itself is then an',
    '`ORCH_STAGE_FAILED`. Refusals (4xx) of controllers and guards that a team adds keep their status and message: 401,',
    '403, 404, 413, 415 and 429 have the code of that status, any other is `REQ_REFUSED`; a 503 of theirs is',
    '`SYS_NOT_READY`, and any other 5xx `INTERNAL_ERROR`, both without their message.',
    '',
    'This page is made from the catalogues of the service and of the simulation: `UPDATE_DOCS=true npm test -- test/errors`.',
    '',
    '| `error_code` | `error` | Status | Retry | What it means | What to do |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
  return format(text, { ...(await resolveConfig(DOCUMENT)), filepath: DOCUMENT });
}

describe('the reader of codes', () => {
  it('sees the codes of errors of ours, and of nothing else', () => {
    const text = `
      class A extends ProjectError { constructor() { super('A_CODE', 'text'); } }
      class B extends Error { constructor() { super('B_CODE'); } }
      class C extends ProjectError { constructor(code: string) { super(code, 'text'); } }
      throw new ProjectError('D_CODE', 'text');`;
    expect(codesIn('x.ts', text).map(({ name, code }) => [name, code])).toEqual([
      ['A', 'A_CODE'],
      ['ProjectError', 'D_CODE'],
    ]);
  });
});

describe('the error catalogue', () => {
  it('has every code that is thrown', () => {
    const known = new Set(CATALOGUE.map(([code]) => code));
    const unknown = CLASSES.filter(({ code }) => !known.has(code));
    expect(unknown).toEqual([]);
    expect(CLASSES.length).toBeGreaterThan(30);
  });

  it('has no code that nobody throws', () => {
    const thrown = new Set(CLASSES.map(({ code }) => code));
    thrown.add('REQ_REFUSED'); // refusals of extensions, by their status: see src/problems/http-exceptions.ts
    expect(CATALOGUE.map(([code]) => code).filter((code) => !thrown.has(code))).toEqual([]);
  });

  it('has each slug once, and codes and slugs that look alike', () => {
    const slugs = CATALOGUE.map(([, { error }]) => error);
    expect(new Set(slugs).size).toBe(slugs.length);
    expect(slugs.filter((slug) => !/^[a-z][a-z_]*$/.test(slug))).toEqual([]);
    expect(CATALOGUE.map(([code]) => code).filter((code) => !/^[A-Z][A-Z_]*$/.test(code))).toEqual([]);
  });

  it('has no code that no test over HTTP, or of a whole process, has seen', () => {
    const folders = ['e2e', 'faults', 'crash'].map((name) => fileURLToPath(new URL(name, import.meta.url)));
    const paths = folders.flatMap((folder) => readdirSync(folder).map((name) => posix.join(folder, name)));
    const texts = paths.filter((path) => path.endsWith('.ts')).map((path) => readFileSync(path, 'utf8'));
    const seen = (word: string) => texts.some((text) => text.includes(`'${word}'`));
    expect(
      CATALOGUE.filter(([code, { error }]) => !seen(code) && !seen(error)).map(([code]) => code),
    ).toEqual([]);
  });

  it('is what docs/errors.md tells', async () => {
    const document = await documentOf(CATALOGUE);
    if (process.env['UPDATE_DOCS'] === 'true') writeFileSync(DOCUMENT, document);
    expect(readFileSync(DOCUMENT, 'utf8')).toBe(document);
  });
});
