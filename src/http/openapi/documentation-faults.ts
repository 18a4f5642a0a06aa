import type { ApiDocumentationParts, OperationDocumentation } from '../../common/index.js';
import type { DocumentationParts } from './documentation-parts.js';
import { HEADERS } from './headers.js';

/** What is wrong with parts that are to be added to those that are known. Pure. */
export function documentationFaults(parts: ApiDocumentationParts, known: DocumentationParts): string[] {
  return [...classFaults(parts), ...repeated(parts, known), ...operationFaults(parts, known)];
}

function classFaults({ rows = [], models = [], problemMembers }: ApiDocumentationParts): string[] {
  const classes: readonly unknown[] = [...rows, ...models, ...(problemMembers ? [problemMembers] : [])];
  return classes.every((type) => typeof type === 'function')
    ? []
    : ['rows, models and problemMembers are classes'];
}

const names = (record: object = {}) => Object.keys(record);

/** What may be said once, and has been said. */
function repeated(parts: ApiDocumentationParts, known: DocumentationParts): string[] {
  const tags = new Set(known.tags.map(([name]) => name));
  const rows = new Set(known.rows.map(({ name }) => name));
  return [
    ...(parts.tags ?? []).filter(([name]) => tags.has(name)).map(([name]) => `the tag '${name}'`),
    ...(parts.rows ?? []).filter(({ name }) => rows.has(name)).map(({ name }) => `the row ${name}`),
    ...names(parts.schemaExamples)
      .filter((name) => known.schemaExamples.has(name))
      .map((name) => `an example of ${name}`),
    ...names(parts.pathParameters)
      .filter((name) => known.pathParameters.has(name))
      .map((name) => `the path parameter '${name}'`),
    ...(parts.contextMember !== undefined && known.contextMember !== undefined ? ['a contextMember'] : []),
  ].map((what) => `${what} is there already`);
}

function operationFaults({ operations = {} }: ApiDocumentationParts, known: DocumentationParts): string[] {
  const there = known.operations;
  const ids = new Set([...there.keys(), ...Object.keys(operations)]);
  return Object.entries(operations).flatMap(([id, { success, examples, before }]) => {
    const other: OperationDocumentation = there.get(id) ?? {};
    return [
      ...(success && other.success ? ['its success is there already'] : []),
      ...names(examples)
        .filter((name) => name in (other.examples ?? {}))
        .map((name) => `its example '${name}' is there already`),
      ...(success?.headers ?? [])
        .filter((name) => !(name in HEADERS))
        .map((name) => `no header is called '${name}'`),
      ...(before !== undefined && !ids.has(before) ? [`no operation is called '${before}'`] : []),
    ].map((fault) => `${id}: ${fault}`);
  });
}
