import { DiscoveryService } from '@nestjs/core';
import type { CatalogueEntry } from './catalogue-entry.js';

/** Error codes (UPPER_SNAKE), and the catalogue entry of each. */
export type ErrorCodeEntries = Readonly<Record<string, CatalogueEntry>>;

/** Only stores the metadata; decorate classes with {@link ErrorCodes}. */
export const ErrorCodesMetadata = DiscoveryService.createDecorator<ErrorCodeEntries>();

/**
 * Adds error codes to the catalogue. Decorates any provider of any module, such as the stage node or the service
 * that throws them. Checked when the application starts.
 */
export function ErrorCodes(entries: ErrorCodeEntries): ClassDecorator {
  return ErrorCodesMetadata(entries);
}
