import { PREFIX } from '../app/location.js';
import { readToken } from '../api/token.js';

/** A request as a command for a shell. The token is left to the environment. */
export function curlOf(
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): string {
  const parts = [
    'curl -sS',
    ...(method === 'GET' ? [] : [`-X ${method}`]),
    quoted(location.origin + PREFIX + path),
  ];
  if (readToken() !== null) parts.push('-H "Authorization: Bearer $PROJECT_DREAM_TOKEN"');
  for (const [name, value] of Object.entries(headers)) parts.push(`-H ${quoted(`${name}: ${value}`)}`);
  if (body !== undefined)
    parts.push("-H 'Content-Type: application/json'", `--data ${quoted(JSON.stringify(body))}`);
  return parts.join(' \\\n  ');
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
