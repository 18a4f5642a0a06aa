/** An example of an error response with a code: its message, and the members that come with the code. */
export interface ErrorExample {
  readonly message: string;
  readonly [member: string]: unknown;
}

/** The catalogue entry of an error code. */
export interface CatalogueEntry {
  /** The stable snake_case slug, sent as `error`. */
  readonly error: string;
  /** The HTTP status of a response with this code. */
  readonly status: number;
  /** A short human-readable title (RFC 9457 `title`). */
  readonly title: string;
  /** Whether the same request may succeed later. */
  readonly retryable: boolean;
  /** What the caller can do about it. */
  readonly remedy: string;
  /** What the OpenAPI document shows; the title as the message, unless given. */
  readonly example?: ErrorExample;
}

/** Finds the catalogue entry of a code; undefined when there is none. */
export type FindEntry = (code: string) => CatalogueEntry | undefined;
