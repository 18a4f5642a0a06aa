/** Members of answers that hold a path of the service; what is stored has them without a prefix. */
const PATHS = ['doc_url', 'type', 'runlog_url'] as const;

/** A path as the router knows it without a prefix; one that is not below the prefix stays. Pure. */
export function withoutPrefix(path: string, prefix: string): string {
  if (prefix === '' || (path !== prefix && !path.startsWith(`${prefix}/`))) return path;
  return path.slice(prefix.length) || '/';
}

/** An error body whose paths have the prefix. Pure. */
export function prefixPaths<T extends Readonly<Record<string, unknown>>>(body: T, prefix: string): T {
  if (prefix === '') return body;
  const paths = PATHS.flatMap((name) => {
    const path = body[name];
    return typeof path === 'string' && path.startsWith('/') ? [[name, prefix + path] as const] : [];
  });
  return { ...body, ...Object.fromEntries(paths) };
}
