import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { closed } from './closed-schemas.js';

/** An answer, as far as the OpenAPI document speaks of it. */
export interface CheckedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Null when the test reads the body in a way of its own. */
  readonly text: string | null;
}

type Json = { readonly [key: string]: Json } & { readonly $ref?: string };
type Content = Readonly<Record<string, { readonly schema?: Json }>>;
interface Documented {
  readonly headers?: Readonly<Record<string, Json>>;
  readonly content?: Content;
}

const BASE = 'openapi';
const pointer = (...keys: readonly string[]) =>
  keys.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** Holds answers against an OpenAPI document, in which nothing may be answered that it does not name. */
export class AnswerCheck {
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true, discriminator: true });
  private readonly validators = new Map<string, ValidateFunction>();
  private readonly document: Json;

  constructor(document: object) {
    this.document = closed(document) as Json;
    addFormats.default(this.ajv);
    this.ajv.addSchema(this.document, BASE);
  }

  /** What of an answer the document does not say, as sentences; none when it says all. */
  faultsOf(method: string, path: string, answer: CheckedAnswer): string[] {
    const templates = this.templatesOf(path);
    if (templates.length === 0) return this.withoutRoute(404, 'REQ_NOT_FOUND', answer);
    const operations = templates.map((template) => ['paths', template, method.toLowerCase()]);
    const operation = operations.find((place) => this.at(place));
    if (!operation) return this.withoutRoute(405, 'REQ_METHOD_NOT_ALLOWED', answer);
    const status = [String(answer.status), 'default'].find((known) =>
      this.at([...operation, 'responses', known]),
    );
    if (status === undefined) return [`the status ${answer.status} is not documented`];
    const place = this.resolved([...operation, 'responses', status]);
    const documented = this.at(place) as Documented;
    return [...this.headerFaults(documented, answer), ...this.bodyFaults(place, documented, answer)];
  }

  /** What may be answered when no operation is meant: that there is none, or that the request got no further. */
  private withoutRoute(status: number, code: string, answer: CheckedAnswer): string[] {
    const { responses = {} } = this.document['components'] as Record<string, Json>;
    const names = answer.status === status ? [code] : Object.keys(responses).filter(isSharedAnswer);
    const faults = names.map((name) => {
      const place = ['components', 'responses', name];
      return this.bodyFaults(place, this.at(place) as Documented, answer);
    });
    const fitting = faults.find((found) => found.length === 0);
    return (
      fitting ?? [`${code} or a refusal of any request was expected, not ${answer.status} ${answer.text}`]
    );
  }

  private headerFaults({ headers = {} }: Documented, answer: CheckedAnswer): string[] {
    const known = Object.entries((this.document['components']?.['headers'] ?? {}) as Record<string, Json>);
    return known.flatMap(([name, { required }]) => {
      const isThere = answer.headers[name.toLowerCase()] !== undefined;
      if (isThere && !(name in headers)) return [`the header ${name} is not documented for ${answer.status}`];
      if (!isThere && required && name in headers) return [`the header ${name} is missing`];
      return [];
    });
  }

  private bodyFaults(
    place: readonly string[],
    { content = {} }: Documented,
    answer: CheckedAnswer,
  ): string[] {
    const [type = ''] = (answer.headers['content-type'] ?? '').split(';');
    if (Object.keys(content).length === 0) return answer.text ? ['a body is not documented'] : [];
    const schema = content[type]?.schema;
    if (!schema) return [`the content type '${type}' is not documented for ${answer.status}`];
    if (answer.text === null) return [];
    const at = [...place, 'content', type, 'schema'];
    if (!schema['contentSchema']) {
      return this.valueFaults(at, type.endsWith('json') ? (JSON.parse(answer.text) as unknown) : answer.text);
    }
    return piecesOf(type, answer.text).flatMap((piece) =>
      this.valueFaults([...at, 'contentSchema'], JSON.parse(piece)),
    );
  }

  private valueFaults(place: readonly string[], value: unknown): string[] {
    const $ref = `${BASE}#${pointer(...place)}`;
    const validate = this.validators.get($ref) ?? this.ajv.compile({ $ref });
    this.validators.set($ref, validate);
    if (validate(value)) return [];
    const told = (validate.errors ?? []).map(
      ({ instancePath, message, params }) =>
        `${instancePath || 'the body'} ${message} ${JSON.stringify(params)}`,
    );
    return told.slice(0, 5);
  }

  /** The templates that a path fits; one without parameters comes before others. */
  private templatesOf(path: string): string[] {
    const fitting = Object.keys(this.document['paths'] ?? {}).filter((template) => fits(template, path));
    return fitting.toSorted((one) => (one.includes('{') ? 1 : -1));
  }

  private at(place: readonly string[]): Json | undefined {
    return place.reduce<Json | undefined>((node, key) => node?.[key], this.document);
  }

  private resolved(place: readonly string[]): readonly string[] {
    const ref = this.at(place)?.$ref;
    return ref === undefined ? place : ref.slice(2).split('/');
  }
}

/** Whether an answer of `components` tells of codes that come before the route is known. */
function isSharedAnswer(name: string): boolean {
  return name.split('-').every((code) => /^(REQ_(?!NOT_FOUND|METHOD|IDEMPOTENCY)|AUTH_)/.test(code));
}

function fits(template: string, path: string): boolean {
  const [wanted, given] = [template.split('/'), path.split('/')];
  return (
    wanted.length === given.length &&
    wanted.every((part, at) => part === given[at] || (part.startsWith('{') && given[at] !== ''))
  );
}

/** The JSON texts in a stream: the lines of NDJSON, or what the events bring. */
function piecesOf(type: string, text: string): string[] {
  const lines = text.split('\n');
  if (type !== 'text/event-stream') return lines.filter((line) => line !== '');
  return lines.filter((line) => line.startsWith('data: ')).map((line) => line.slice('data: '.length));
}
