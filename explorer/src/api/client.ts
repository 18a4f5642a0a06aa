import createClient from 'openapi-fetch';
import { PREFIX } from '../app/location.js';
import { ProblemError, problemOf, type Problem } from './problem.js';
import { readToken } from './token.js';
import type { paths } from './types.js';

/** Adds the token to a request's headers. */
function authorized(headers: Record<string, string> = {}): Record<string, string> {
  const token = readToken();
  return token === null ? headers : { ...headers, Authorization: `Bearer ${token}` };
}

/** The service, by the types of its OpenAPI document. */
export const api = createClient<paths>({ baseUrl: PREFIX });
api.use({
  onRequest({ request }) {
    for (const [name, value] of Object.entries(authorized())) request.headers.set(name, value);
  },
});

interface Answer<Data> {
  readonly data?: Data;
  readonly error?: unknown;
  readonly response: Response;
}

/**
 * The body of a successful answer.
 * @throws ProblemError
 */
export async function bodyOf<Data>(asked: Promise<Answer<Data>>): Promise<Data> {
  const { data, error, response } = await asked;
  if (response.ok) return data as Data;
  if (typeof error === 'object' && error !== null) {
    throw new ProblemError({ status: response.status, ...(error as Problem) });
  }
  throw new ProblemError({ status: response.status, message: `The answer was ${response.status}.` });
}

/**
 * Asks for something that is no JSON of the document, or that is read piece by piece.
 * @param path below the prefix, with a leading slash
 * @throws ProblemError
 */
export async function request(
  path: string,
  init: RequestInit & { headers?: Record<string, string> } = {},
): Promise<Response> {
  const response = await fetch(PREFIX + path, { ...init, headers: authorized(init.headers) });
  if (!response.ok) throw await problemOf(response);
  return response;
}
