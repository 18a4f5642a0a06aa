import {
  ERROR_CODES_EXTENSION,
  withoutPrefix,
  type CatalogueEntry,
  type FindEntry,
} from '../../common/index.js';
import { isOpen, isUnlimited } from '../access/open-paths.policy.js';
import { operationsOf, refTo, type Answer, type Document, type Operation } from './document.js';
import { headerRefs } from './headers.js';
import { problemExample } from './problem-example.js';

const ON_EVERY_ROUTE = [
  'REQ_VALIDATION_FAILED',
  'REQ_INVALID_JSON',
  'REQ_MALFORMED',
  'REQ_REFUSED',
  'AUTH_FORBIDDEN',
  'INTERNAL_ERROR',
];
/** Answered before the service knows which route is meant, or by an extension with a status of its choice. */
const ON_ANY_REQUEST = ['REQ_TIMEOUT', 'REQ_URI_TOO_LONG', 'REQ_HEADERS_TOO_LARGE', 'REQ_REFUSED'];
/** Answers to requests that no operation is there for. */
const WITHOUT_ROUTE = ['REQ_NOT_FOUND', 'REQ_METHOD_NOT_ALLOWED'];

const HEADERS_OF_CODE: Readonly<Record<string, readonly string[]>> = {
  AUTH_UNAUTHORIZED: ['WWW-Authenticate'],
  REQ_METHOD_NOT_ALLOWED: ['Allow'],
  RUN_STATE_CONFLICT: ['Location', 'Idempotency-Replayed'],
  REQ_IDEMPOTENCY_IN_PROGRESS: ['Location'],
  REQ_RATE_LIMITED: ['Retry-After'],
  RUN_QUEUE_FULL: ['Retry-After'],
  ORCH_STAGE_FAILED: ['Idempotency-Replayed'],
  RUN_STORAGE_UNAVAILABLE: ['Retry-After', 'Location'],
  SYS_NOT_READY: ['Retry-After', 'Location'],
};

/**
 * Gives every operation its error answers: those that `@ApiErrorResponses` names, and those that every route shares. One
 * answer for each status, which says by their codes what it can mean.
 * @param find gives the catalogue's entry of a code
 * @param about what stands before every path, and the path that the examples are about
 * @throws Error when an operation names a code that the catalogue does not have
 */
export function addErrorResponses(
  document: Document,
  find: FindEntry,
  { prefix = '', instance = '/' }: { readonly prefix?: string; readonly instance?: string } = {},
): void {
  const responses: Record<string, Answer> = (document.components.responses ??= {});
  const answerWith = (codes: readonly string[]) => {
    const name = codes.join('-');
    responses[name] ??= errorResponse(codes, find, instance);
    return { $ref: `#/components/responses/${name}` };
  };
  for (const { path: fullPath, method, operation } of operationsOf(document)) {
    const path = withoutPrefix(fullPath, prefix);
    const own = (operation[ERROR_CODES_EXTENSION] ?? []) as readonly string[];
    delete operation[ERROR_CODES_EXTENSION];
    for (const [status, codes] of byStatus(
      [...sharedCodes(method.toUpperCase(), path), ...negotiated(operation), ...own],
      find,
    )) {
      operation.responses[status] = answerWith(codes);
    }
    operation.responses['default'] = answerWith(ON_ANY_REQUEST);
    if (isOpen(method.toUpperCase(), path)) operation.security = [];
  }
  for (const code of WITHOUT_ROUTE) answerWith([code]);
}

function sharedCodes(method: string, path: string): string[] {
  return [
    ...ON_EVERY_ROUTE,
    ...(isOpen(method, path) ? [] : ['AUTH_UNAUTHORIZED']),
    ...(isUnlimited(method, path) ? [] : ['REQ_RATE_LIMITED']),
    ...(method === 'GET' ? [] : ['REQ_PAYLOAD_TOO_LARGE', 'REQ_UNSUPPORTED_MEDIA_TYPE']),
  ];
}

/** What gives no content gives nothing that a caller could not take. */
function negotiated({ responses }: Operation): string[] {
  return '204' in responses && !('200' in responses) ? [] : ['REQ_NOT_ACCEPTABLE'];
}

function byStatus(codes: readonly string[], find: FindEntry): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const code of new Set(codes)) {
    const status = String(entryOf(code, find).status);
    found.set(status, [...(found.get(status) ?? []), code]);
  }
  return found;
}

function errorResponse(codes: readonly string[], find: FindEntry, instance: string): Answer {
  const entries = codes.map((code) => ({ code, entry: entryOf(code, find) }));
  const isAnyStatus = new Set(entries.map(({ entry }) => entry.status)).size > 1;
  const line = ({ code, entry }: (typeof entries)[number]) =>
    `\`${code}\`${isAnyStatus ? ` (${entry.status})` : ''}: ${entry.title}. ${entry.remedy}`;
  return {
    description:
      entries.length === 1 ? entries.map(line).join('') : entries.map((one) => `- ${line(one)}`).join('\n'),
    headers: headerRefs('X-Request-Id', ...new Set(codes.flatMap((code) => HEADERS_OF_CODE[code] ?? []))),
    content: {
      'application/problem+json': {
        schema: {
          allOf: [
            { $ref: refTo('Problem') },
            { type: 'object', properties: { error_code: { enum: [...codes] } } },
          ],
        },
        examples: Object.fromEntries(
          entries.map(({ code, entry }) => [
            code,
            { summary: entry.title, value: problemExample(code, entry, instance) },
          ]),
        ),
      },
    },
  };
}

function entryOf(code: string, find: FindEntry): CatalogueEntry {
  const entry = find(code);
  if (!entry) {
    throw new Error(
      `@ApiErrorResponses names the error code '${code}', which is not in the catalogue: correct it, or add it with @ErrorCodes.`,
    );
  }
  return entry;
}

/** Adds codes to those that an operation answers with. */
export function addCodes(operation: Operation, codes: readonly string[]): void {
  if (codes.length === 0) return;
  const known = (operation[ERROR_CODES_EXTENSION] ?? []) as readonly string[];
  operation[ERROR_CODES_EXTENSION] = [...known, ...codes];
}
