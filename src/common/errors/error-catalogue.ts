import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { decoratedProviders } from '../discovery.js';
import type { CatalogueEntry } from './catalogue-entry.js';
import { ERROR_CATALOGUE } from './catalogue.js';
import { describeError, safeErrorText, type ErrorBody, type SafeErrorText } from './error-body.js';
import { ErrorCodesMetadata, type ErrorCodeEntries } from './error-codes.decorator.js';
import { ErrorRegistrationError, entryFaults } from './error-registration.error.js';
import { ProjectError } from './project.error.js';

/** The error catalogue of this application: the service's own codes, and those that a team adds with `@ErrorCodes`. */
@Injectable()
export class ErrorCatalogue implements OnModuleInit {
  private readonly logger = new Logger(ErrorCatalogue.name);
  private readonly known = new Map<string, CatalogueEntry>(Object.entries(ERROR_CATALOGUE));

  constructor(private readonly discovery: DiscoveryService) {}

  /** @throws ErrorRegistrationError naming every fault of the entries that a class adds */
  onModuleInit(): void {
    const added = decoratedProviders<ErrorCodeEntries>(this.discovery, ErrorCodesMetadata.KEY);
    const classes = new Map(added.map(({ className, options }) => [options, className]));
    for (const [entries, className] of classes) this.add(className, entries);
  }

  /** The entry of a code; undefined when the code is not in the catalogue. */
  find(code: string): CatalogueEntry | undefined {
    return this.known.get(code);
  }

  /** Every code with its entry, the service's own first. */
  entries(): [code: string, entry: CatalogueEntry][] {
    return [...this.known];
  }

  /** The response body of an error. A code that is not in the catalogue is logged with the fix. */
  describe(error: unknown): ErrorBody {
    this.reportUnknown(error);
    return describeError(error, (code) => this.find(code));
  }

  /** The part of a cause that callers may see; logs unknown codes as {@link describe} does. */
  safeText(cause: unknown): SafeErrorText {
    const text = safeErrorText(cause);
    if (!this.reportUnknown(cause)) return text;
    return { ...text, error_code: 'INTERNAL_ERROR', message: text.error_class };
  }

  private reportUnknown(error: unknown): boolean {
    if (!(error instanceof ProjectError) || this.known.has(error.code)) return false;
    const { name, code } = error;
    this.logger.error({
      msg:
        `${name} has the error code '${code}', which is not in the catalogue, and is answered as INTERNAL_ERROR. ` +
        `Add the code to the catalogue with @ErrorCodes({ ${code}: … }) on a provider.`,
      err: error,
    });
    return true;
  }

  private add(className: string, entries: ErrorCodeEntries): void {
    const slugs = new Set([...this.known.values()].map(({ error }) => error));
    const faults: string[] = [];
    for (const [code, entry] of Object.entries(entries)) {
      if (this.known.has(code)) faults.push(`${code} is in the catalogue already`);
      else if (slugs.has(entry.error))
        faults.push(`${code}: the catalogue has the error '${entry.error}' already`);
      faults.push(...entryFaults(code, entry));
      slugs.add(entry.error);
    }
    if (faults.length > 0) throw new ErrorRegistrationError(className, faults);
    for (const [code, entry] of Object.entries(entries)) this.known.set(code, entry);
  }
}
