import type { CatalogueEntry } from '../../common/index.js';
import { operationsOf, type Document, type Operation } from './document.js';
import { addCodes, addErrorResponses } from './error-responses.policy.js';
import { HEADERS, PATH_PARAMETERS, SHARED_PARAMETERS, headerRefs } from './headers.js';
import { REQUEST_EXAMPLES } from './request-examples.js';
import { closeRequestBodies } from './request-bodies.policy.js';
import { addRowSchemas } from './row-schemas.js';
import { modernizeSchemas } from './schemas-3-1.policy.js';
import { SCHEMA_EXAMPLES } from './schema-examples.js';
import { SUCCESS } from './success-responses.js';

/** What a simulation adds to the errors of the routes that accept a run of any pipeline. */
const SIMULATION_CODES = ['SIM_UNKNOWN_BOARD', 'SIM_UNKNOWN_ZONE', 'SIM_CANON_GATE_FAILED'];

/**
 * Completes what the generator made into the document that is served: schemas of OpenAPI 3.1, rows of run logs, errors,
 * headers, examples, and an order for people. Changes the document. Pure otherwise.
 * @param catalogue every error code with its entry
 * @param prefix stands before every path of the application
 */
export function finishDocument(
  document: Document,
  catalogue: readonly [string, CatalogueEntry][],
  prefix = '',
): void {
  modernizeSchemas(document);
  closeRequestBodies(document);
  addRowSchemas(document);
  for (const [name, example] of Object.entries(SCHEMA_EXAMPLES)) {
    const schema = document.components.schemas[name];
    if (schema) schema.examples = [example];
  }
  const entries = new Map(catalogue);
  addCodes(operationsOf(document).find(({ operation }) => operation.operationId === 'startRun')?.operation, [
    ...SIMULATION_CODES,
  ]);
  addErrorResponses(document, (code) => entries.get(code), prefix);
  nameCodes(document, catalogue);
  document.components.headers = { ...HEADERS };
  document.components.parameters = { ...SHARED_PARAMETERS };
  if (prefix !== '') document.components = withPaths(document.components, prefix);
  for (const { operation } of operationsOf(document)) {
    describeSuccess(operation);
    describeParameters(operation);
    addExamples(operation);
    if (operation.description) operation.description = operation.description.replaceAll('\n', ' ');
  }
  document.paths = Object.fromEntries(
    Object.entries(document.paths).toSorted(([, one], [, other]) => positionOf(one) - positionOf(other)),
  );
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

function describeSuccess(operation: Operation): void {
  const success = SUCCESS[operation.operationId];
  for (const [status, answer] of Object.entries(operation.responses)) {
    if ('$ref' in answer) continue;
    const isThis = success?.status === status;
    if (isThis) answer.description = success.description;
    answer.headers = {
      ...headerRefs('X-Request-Id', ...((isThis && success.headers) || [])),
      ...answer.headers,
    };
  }
}

function describeParameters(operation: Operation): void {
  for (const parameter of operation.parameters ?? []) {
    if ('$ref' in parameter || parameter.in !== 'path') continue;
    const { description, examples } = PATH_PARAMETERS[parameter.name] ?? {};
    if (description) parameter.description ??= description;
    if (examples) parameter.schema = { ...parameter.schema, examples };
  }
  const shared = Object.keys(SHARED_PARAMETERS).map((name) => ({ $ref: `#/components/parameters/${name}` }));
  operation.parameters = [...(operation.parameters ?? []), ...shared];
}

function addExamples({ operationId, requestBody }: Operation): void {
  const examples = REQUEST_EXAMPLES[operationId];
  for (const media of Object.values(requestBody?.content ?? {}))
    if (examples) media.examples = { ...examples };
}

/** In the order of the table of successes; what a team adds comes last. */
function positionOf(methods: Record<string, Operation>): number {
  const known = Object.keys(SUCCESS);
  const places = Object.values(methods).map(({ operationId }) => known.indexOf(operationId));
  return Math.min(...places.map((place) => (place === -1 ? known.length : place)));
}
