import type { CatalogueEntry } from '../../common/index.js';

/** What the service says of one error code. */
export class ErrorCatalogueEntryDto {
  /** @example "RUN_NOT_FOUND" */
  error_code: string;
  /** @example "run_not_found" */
  error: string;
  /** The HTTP status of an answer with this code. */
  status: number;
  title: string;
  /** Whether the same request may succeed later. */
  retryable: boolean;
  /** What the caller can do about it. */
  remedy: string;

  static of(code: string, { example: _example, ...entry }: CatalogueEntry): ErrorCatalogueEntryDto {
    return { error_code: code, ...entry };
  }
}

/** The error catalogue. */
export class ErrorCatalogueDto {
  items: ErrorCatalogueEntryDto[];
}
