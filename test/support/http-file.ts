/** A request of an .http file, as it is written: with its variables. */
interface HttpFileRequest {
  readonly title: string;
  readonly name: string | null;
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | null;
  /** The status and a part of the body, from a comment `# expect 200 …`. */
  readonly expected: { readonly status: number; readonly text: string };
}

/** A file in the syntax of VS Code's REST Client. */
interface HttpFile {
  readonly variables: ReadonlyMap<string, string>;
  readonly requests: readonly HttpFileRequest[];
}

const COMMENT = /^(#|\/\/)/;
const VARIABLE = /^@([\w-]+)\s*=\s*(.*)$/;
const REQUEST_LINE = /^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) (\S+)$/;
const QUERY_LINE = /^\s+([?&]\S+)$/;
const HEADER = /^([\w-]+):\s*(.*)$/;
const REFERENCE = /\{\{([^{}]+)\}\}/g;
const RESPONSE = /^([\w-]+)\.response\.(?:body\.(?:\$\.)?([\w.]+)|headers\.([\w-]+))$/;

/**
 * Reads an .http file. Knows what the examples use: variables, names, comments, headers, queries over several lines
 * and bodies.
 * @throws Error when a request has something else, or says not what is expected of its answer
 */
export function parseHttpFile(text: string): HttpFile {
  const [head = '', ...parts] = text.split(/^###[ \t]*/m);
  const variables = new Map<string, string>();
  for (const line of head.split('\n')) {
    const [, name, value] = VARIABLE.exec(line) ?? [];
    if (name !== undefined) variables.set(name, value?.trim() ?? '');
    else if (line.trim() !== '' && !COMMENT.test(line)) throw new Error(`This is no variable: ${line}`);
  }
  return { variables, requests: parts.map(parseRequest) };
}

function parseRequest(part: string): HttpFileRequest {
  const [title = '', ...lines] = part.trimEnd().split('\n');
  const start = lines.findIndex((line) => line.trim() !== '' && !COMMENT.test(line));
  const comments = lines.slice(0, start).join('\n');
  const [, method, path] = REQUEST_LINE.exec(lines[start] ?? '') ?? [];
  const [, status, expected = ''] = /^# expect (\d{3})(?: (.+))?$/m.exec(comments) ?? [];
  if (!method || !path) throw new Error(`“${title}” has no request line.`);
  if (!status) throw new Error(`“${title}” does not say what to expect.`);
  const blank = lines.indexOf('', start);
  const head = lines.slice(start + 1, blank === -1 ? lines.length : blank);
  const query = head.flatMap((line) => QUERY_LINE.exec(line)?.[1] ?? []);
  const body = blank === -1 ? null : lines.slice(blank + 1).join('\n');
  return {
    title,
    name: /^# @name ([\w-]+)$/m.exec(comments)?.[1] ?? null,
    method,
    url: [path, ...query].join(''),
    headers: head.slice(query.length).map((line) => headerOf(line, title)),
    body,
    expected: { status: Number(status), text: expected },
  };
}

function headerOf(line: string, title: string): readonly [string, string] {
  const [, name, value = ''] = HEADER.exec(line) ?? [];
  if (!name) throw new Error(`“${title}” has a line that is no header: ${line}`);
  return [name, value];
}

/** An answer to a named request. */
export interface NamedAnswer {
  readonly headers: Headers;
  readonly body: string;
}

/**
 * Puts values in the place of `{{…}}`: variables, and parts of the answers to requests before.
 * @throws Error when there is no such value
 */
export function resolved(
  text: string,
  variables: ReadonlyMap<string, string>,
  answers: ReadonlyMap<string, NamedAnswer>,
): string {
  return text.replaceAll(REFERENCE, (_, reference: string) => {
    const value = variables.get(reference) ?? partOf(reference, answers);
    if (value === undefined) throw new Error(`There is nothing that {{${reference}}} stands for.`);
    return value;
  });
}

function partOf(reference: string, answers: ReadonlyMap<string, NamedAnswer>): string | undefined {
  const [, name = '', path, header] = RESPONSE.exec(reference) ?? [];
  const answer = answers.get(name);
  if (!answer) return undefined;
  if (header) return answer.headers.get(header) ?? undefined;
  let found: unknown = JSON.parse(answer.body);
  for (const key of path?.split('.') ?? []) found = (found as Record<string, unknown> | null)?.[key];
  return typeof found === 'string' || typeof found === 'number' ? String(found) : undefined;
}
