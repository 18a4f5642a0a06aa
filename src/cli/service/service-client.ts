import { ProblemError, UnreachableError, type Problem } from './problem.js';

/** Where a service is, and who asks. */
export interface ServiceAddress {
  /** With its path, if it is served below one; with or without a slash at the end. */
  readonly url: string;
  /** Null where the service asks for none. */
  readonly token: string | null;
}

/** Media types that the service offers. */
type MediaType = 'application/json' | 'text/markdown' | 'text/csv' | 'application/graphml+xml';

/** Sends requests to a service, over HTTP. Its methods throw {@link ProblemError} and {@link UnreachableError}. */
export class ServiceClient {
  private readonly base: string;

  constructor(private readonly address: ServiceAddress) {
    this.base = address.url.replace(/\/+$/, '');
  }

  async get<T>(path: string): Promise<T> {
    return json<T>(await this.send('GET', path));
  }

  async post<T>(path: string, body?: object): Promise<T> {
    return json<T>(await this.send('POST', path, 'application/json', body));
  }

  /** A text, piece by piece. */
  async *text(path: string, accept: MediaType): AsyncIterable<string> {
    const { body } = await this.send('GET', path, accept);
    if (body) yield* body.pipeThrough(new TextDecoderStream());
  }

  /** @throws ProblemError for every status that is an error */
  private async send(
    method: string,
    path: string,
    accept: MediaType = 'application/json',
    body?: object,
  ): Promise<Response> {
    const { token } = this.address;
    const headers = {
      Accept: accept,
      ...(token !== null && { Authorization: `Bearer ${token}` }),
      ...(body && { 'Content-Type': 'application/json' }),
    };
    const response = await this.fetch(path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    if (response.ok) return response;
    const problem = await this.problemOf(response);
    throw new ProblemError(response.status, problem, await this.remedy(problem));
  }

  private async fetch(path: string, init: RequestInit): Promise<Response> {
    try {
      return await fetch(`${this.base}${path}`, init);
    } catch (error) {
      const { cause = error } = error as Error;
      throw new UnreachableError(
        `The service at ${this.base} cannot be reached (${reasonOf(cause)}). Start it, or correct --url.`,
        { cause: error },
      );
    }
  }

  /** @throws UnreachableError when something else answers there */
  private async problemOf(response: Response): Promise<Problem> {
    const text = await response.text();
    if (response.headers.get('content-type')?.startsWith('application/problem+json'))
      return JSON.parse(text) as Problem;
    throw new UnreachableError(
      `What answers at ${this.base} (${response.status}) is no Project Dream service. Correct --url.`,
    );
  }

  /** What the catalogue of errors advises; null when it cannot be asked. */
  private async remedy({ error_code }: Problem): Promise<string | null> {
    if (!error_code) return null;
    const response = await this.fetch(`/errors/${encodeURIComponent(error_code)}`, {});
    return response.ok ? ((await response.json()) as { remedy: string }).remedy : null;
  }
}

/** @throws UnreachableError when it is no JSON */
async function json<T>(response: Response): Promise<T> {
  const text = await response.text();
  try {
    return JSON.parse(text) as T;
  } catch (error) {
    throw new UnreachableError(`What answers at ${response.url} does not send JSON. Correct --url.`, {
      cause: error,
    });
  }
}

function reasonOf(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  return code ?? message;
}
