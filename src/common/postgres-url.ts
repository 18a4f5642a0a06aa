/** What leads the package `pg` to a database. */
interface PostgresAddress {
  readonly connectionString: string;
  /** Settings of the session, as the program `postgres` takes them. */
  readonly options?: string;
}

const OPTIONS = /([?&])options=([^&]*)(&|$)/;

/**
 * Reads the URL of a database as PostgreSQL's own programs do: `sslmode` means what it means to them. The `options` are given
 * apart, so that who connects can add to them: those of a URL would replace all others.
 */
export function postgresAddress(url: string): PostgresAddress {
  const [, , encoded] = OPTIONS.exec(url) ?? [];
  const connectionString = asLibpq(
    url.replace(OPTIONS, (_, before: string, __, after) => (after ? before : '')),
  );
  if (encoded === undefined) return { connectionString };
  return { connectionString, options: decodeURIComponent(encoded.replaceAll('+', ' ')) };
}

function asLibpq(url: string): string {
  if (!/[?&]sslmode=/.test(url) || /[?&]uselibpqcompat=/.test(url)) return url;
  return `${url}&uselibpqcompat=true`;
}
