/** Members of response bodies that hold a path of the service; stored bodies have it without the prefix. */
const PATHS = ['doc_url', 'type', 'runlog_url'] as const;

/** Removes the prefix from a path; a path that is not below the prefix stays. Pure. */
export function withoutPrefix(path: string, prefix: string): string {
  if (prefix === '' || (path !== prefix && !path.startsWith(`${prefix}/`))) return path;
  return path.slice(prefix.length) || '/';
}

/** Adds the prefix to the paths of an error body. Pure. */
export function prefixPaths<T extends Readonly<Record<string, unknown>>>(body: T, prefix: string): T {
  if (prefix === '') return body;
  const paths = PATHS.flatMap((name) => {
    const path = body[name];
    return typeof path === 'string' && path.startsWith('/') ? [[name, prefix + path] as const] : [];
  });
  return { ...body, ...Object.fromEntries(paths) };
}
