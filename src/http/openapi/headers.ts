import type { Header, Parameter, Reference } from './document.js';

const text = { type: 'string' };

/** Headers of answers, apart from those that HTTP itself needs. */
export const HEADERS: Record<string, Header> = {
  'X-Request-Id': {
    description: 'The id of this request: the one that was sent, or a new one. The server’s log has it.',
    required: true,
    schema: text,
  },
  Location: {
    description: 'The path of the run.',
    schema: { type: 'string', examples: ['/runs/run-019b3f4e-7c1a-7d2b-9e3f-5a6b7c8d9e0f'] },
  },
  'Retry-After': {
    description: 'Seconds after which it is worth asking again.',
    schema: { type: 'string', examples: ['5'] },
  },
  'Idempotency-Replayed': {
    description: '`true` when an earlier request with this `Idempotency-Key` has made the run.',
    schema: { type: 'string', enum: ['true'] },
  },
  ETag: { description: 'Names this answer; only about a run that has ended.', schema: text },
  Link: {
    description: 'The next page (`rel="next"`), of a page that is sent as application/x-ndjson.',
    schema: text,
  },
  'WWW-Authenticate': {
    description: 'How to say who you are.',
    schema: { type: 'string', examples: ['Bearer'] },
  },
  Allow: {
    description: 'The methods that the path takes.',
    schema: { type: 'string', examples: ['GET, HEAD'] },
  },
};

/** Headers that any request may have. */
export const SHARED_PARAMETERS: Record<string, Parameter> = {
  'X-Request-Id': {
    name: 'X-Request-Id',
    in: 'header',
    required: false,
    description:
      'An id of your own for this request: letters, digits and `. _ : -`. Another one is replaced.',
    schema: { type: 'string' },
  },
};

/** References to some of {@link HEADERS}, by their names. */
export function headerRefs(...names: readonly string[]): Record<string, Reference> {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}
