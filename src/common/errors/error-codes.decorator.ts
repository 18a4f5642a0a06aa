import { DiscoveryService } from '@nestjs/core';
import type { CatalogueEntry } from './catalogue-entry.js';

/** Error codes (UPPER_SNAKE), and what the catalogue is to say of each. */
export type ErrorCodeEntries = Readonly<Record<string, CatalogueEntry>>;

/** The metadata alone; {@link ErrorCodes} is what classes are decorated with. */
export const ErrorCodesMetadata = DiscoveryService.createDecorator<ErrorCodeEntries>();

/**
 * Adds error codes to the catalogue. Goes on any provider, wherever in the application it is provided: the stage node
 * or the service that throws them, for one. Checked when the application starts.
 */
export function ErrorCodes(entries: ErrorCodeEntries): ClassDecorator {
  return ErrorCodesMetadata(entries);
}
