import type { CatalogueEntry, OperationDocumentation } from '../../common/index.js';
import { operationsOf, type Document, type Operation } from './document.js';
import { addCodes, addErrorResponses } from './error-responses.policy.js';
import type { DocumentationParts } from './documentation-parts.js';
import { HEADERS, SHARED_PARAMETERS, headerRefs } from './headers.js';
import { addProblemMembers } from './problem-members.policy.js';
import { closeRequestBodies } from './request-bodies.policy.js';
import { addRowSchemas } from './row-schemas.js';
import { modernizeSchemas, schemaNameOf } from './schemas-3-1.policy.js';

/**
 * Completes what the generator made into the document that is served: schemas of OpenAPI 3.1, rows of run logs, errors,
 * headers, examples, and an order for people. Changes the document. Pure otherwise.
 * @param catalogue every error code with its entry
 * @param parts what the service and the features of the application say of it
 * @param prefix stands before every path of the application
 */
export function finishDocument(
  document: Document,
  catalogue: readonly [string, CatalogueEntry][],
  parts: DocumentationParts,
  prefix = '',
): void {
  const { operations } = parts;
  modernizeSchemas(document);
  closeRequestBodies(document);
  addProblemMembers(document, parts.problemMembers.map(schemaName));
  addRowSchemas(document, parts.rows.map(schemaName), parts.contextMember);
  for (const [name, example] of parts.schemaExamples) {
    const schema = document.components.schemas[name];
    if (schema) schema.examples = [example];
  }
  const entries = new Map(catalogue);
  const paths = inOrder(document, [...operations.keys()]);
  for (const { operation } of operationsOf(document)) {
    addCodes(operation, operations.get(operation.operationId)?.errors ?? []);
  }
  addErrorResponses(document, (code) => entries.get(code), { prefix, instance: firstPath(paths) });
  nameCodes(document, catalogue);
  document.components.headers = { ...HEADERS };
  document.components.parameters = { ...SHARED_PARAMETERS };
  if (prefix !== '') document.components = withPaths(document.components, prefix);
  for (const { operation } of operationsOf(document)) {
    const told = operations.get(operation.operationId) ?? {};
    describeSuccess(operation, told);
    describeParameters(operation, parts);
    addExamples(operation, told);
    if (operation.description) operation.description = operation.description.replaceAll('\n', ' ');
  }
  document.paths = paths;
}

/** Examples and the like show paths as callers get them. */
function withPaths<T>(value: T, prefix: string): T {
  if (typeof value === 'string') return (/^\/(?:runs|errors)\//.test(value) ? prefix + value : value) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => withPaths(item, prefix)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, withPaths<unknown>(member, prefix)]),
  ) as T;
}

/** Names the codes of the catalogue, a team's own with them, where the schemas speak of any code. */
function nameCodes({ components }: Document, catalogue: readonly [string, CatalogueEntry][]): void {
  for (const name of ['Problem', 'Failure', 'ErrorCatalogueEntry']) {
    const { error_code, error } = components.schemas[name]?.properties ?? {};
    if (error_code) error_code.enum = catalogue.map(([code]) => code);
    if (error) error.enum = catalogue.map(([, entry]) => entry.error);
  }
}

function describeSuccess(operation: Operation, { success }: OperationDocumentation): void {
  for (const [status, answer] of Object.entries(operation.responses)) {
    if ('$ref' in answer) continue;
    const isThis = String(success?.status) === status;
    if (success && isThis) answer.description = success.description;
    answer.headers = {
      ...headerRefs('X-Request-Id', ...((isThis && success?.headers) || [])),
      ...answer.headers,
    };
  }
}

function describeParameters(operation: Operation, { pathParameters }: DocumentationParts): void {
  for (const parameter of operation.parameters ?? []) {
    if ('$ref' in parameter || parameter.in !== 'path') continue;
    const { description, examples } = pathParameters.get(parameter.name) ?? {};
    if (description) parameter.description ??= description;
    if (examples) parameter.schema = { ...parameter.schema, examples: [...examples] };
  }
  const shared = Object.keys(SHARED_PARAMETERS).map((name) => ({ $ref: `#/components/parameters/${name}` }));
  operation.parameters = [...(operation.parameters ?? []), ...shared];
}

function addExamples({ requestBody }: Operation, { examples = {} }: OperationDocumentation): void {
  if (Object.keys(examples).length === 0) return;
  for (const media of Object.values(requestBody?.content ?? {})) media.examples = { ...examples };
}

/** The paths in the order of what is said of their operations; what nothing is said of comes last. */
function inOrder({ paths }: Document, known: readonly string[]): Document['paths'] {
  const placeOf = (methods: Record<string, Operation>) =>
    Math.min(
      ...Object.values(methods).map(({ operationId }) =>
        known.includes(operationId) ? known.indexOf(operationId) : known.length,
      ),
    );
  return Object.fromEntries(
    Object.entries(paths).toSorted(([, one], [, other]) => placeOf(one) - placeOf(other)),
  );
}

function schemaName({ name }: { readonly name: string }): string {
  return schemaNameOf(name);
}

/** A path for examples: the first that is the same in every request. */
function firstPath(paths: Document['paths']): string {
  return Object.keys(paths).find((path) => !path.includes('{')) ?? '/';
}
