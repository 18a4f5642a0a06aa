/** What an answer with some code really says: its message, and the members that come with the code. */
export interface ErrorExample {
  readonly message: string;
  readonly [member: string]: unknown;
}

/** What the catalogue says of one error code. */
export interface CatalogueEntry {
  /** The stable snake_case slug, sent as `error`. */
  readonly error: string;
  /** The HTTP status of an answer with this code. */
  readonly status: number;
  /** A short title for people (RFC 9457 `title`). */
  readonly title: string;
  /** Whether the same request may succeed later without being changed. */
  readonly retryable: boolean;
  /** What the caller can do about it. */
  readonly remedy: string;
  /** What the OpenAPI document shows; the title as the message, unless given. */
  readonly example?: ErrorExample;
}

/** Looks up what a catalogue says of a code; undefined when the code is not in it. */
export type FindEntry = (code: string) => CatalogueEntry | undefined;
