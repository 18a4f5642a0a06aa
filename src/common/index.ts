export { queuePrefixFault, queueUrlFault } from './shared-queue.policy.js';
export { SCOPES, includesScope, scopeOfMethod, type Scope } from './access/scope.policy.js';
export { isLoopback, isLoopbackHostHeader } from './access/loopback.policy.js';
export { callerOf, readsReportsOnly, setCaller, type Caller } from './access/caller.js';
export { NEEDED_SCOPE, NeedsScope } from './access/needs-scope.js';
export { decoratedProviders } from './discovery.js';
export { LruCache } from './lru-cache.js';
export { EqualValues } from './equal-values.js';
export { foldedText } from './folded-text.js';
export { FileIdentity, FileReplacedError } from './file-identity.js';
export { writeLastNotice, writeNotice } from './logging/notices.js';
export { PinoLogger } from './logging/pino-logger.js';
export { CommonModule } from './common.module.js';
export { CLOCK, SystemClock, isoTime, stopwatch, wallNow, type Clock, type Stopwatch } from './clock.js';
export { ShutdownState } from './shutdown-state.js';
export { SteadyClock } from './steady-clock.js';
export { IDS, UuidV7Generator, type IdGenerator } from './ids.js';
export {
  RANDOM,
  PureRandomSource,
  RANDOM_STREAMS_VERSION,
  type RandomSource,
  type RandomStream,
  type SeededRandom,
} from './random.js';
export { Replacement, replaceable, type ReplacementSource } from './replacement.js';
export { Handover } from './handover.js';
export { NotJsonError, exactJson, plainJson, plainJsonText, type JsonObject } from './json.js';
export { ERROR_CATALOGUE, findCatalogueEntry, type ErrorCode } from './errors/catalogue.js';
export type { CatalogueEntry, ErrorExample, FindEntry } from './errors/catalogue-entry.js';
export { Failure } from './errors/failure.dto.js';
export {
  ApiDocumentation,
  ApiDocumentationMetadata,
  type ApiDocumentationParts,
  type OperationDocumentation,
  type PathParameterDocumentation,
  type RequestExample,
} from './documentation/api-documentation.decorator.js';
export { ApiErrorResponses, ERROR_CODES_EXTENSION } from './documentation/api-error-responses.decorator.js';
export { TakesLink } from './documentation/takes-link.decorator.js';
export { Fraction } from './documentation/fraction.js';
export { ErrorCatalogue } from './errors/error-catalogue.js';
export { ErrorCodes, type ErrorCodeEntries } from './errors/error-codes.decorator.js';
export { DescribedError } from './errors/described.error.js';
export { ProjectError } from './errors/project.error.js';
export { describeError, safeErrorText, type ErrorBody, type SafeErrorText } from './errors/error-body.js';
export { FieldsInvalidError, type FieldError } from './errors/fields-invalid.error.js';
export { validateDto, VALIDATION_RULES } from './validation/validate-dto.js';
export { fieldErrorsOf, moreThan } from './validation/field-errors.js';
export { preferredMediaType } from './negotiation/accept.policy.js';
export { prefixPaths, withoutPrefix } from './url-prefix.policy.js';
export { UrlPrefix } from './url-prefix.js';
export { showHidden, withoutBidiControls } from './text/hidden-characters.js';
export { WellFormed } from './validation/well-formed.js';
export { IsOptionalNotNull } from './validation/is-optional-not-null.js';
export { retryAfterMs } from './retry-after.js';
export { Slots } from './slots.js';
export { within } from './within.js';
export { postgresAddress } from './postgres-url.js';
