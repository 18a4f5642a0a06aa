import type { Type } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';

/** A body to choose from in Swagger UI. */
export interface RequestExample {
  readonly summary: string;
  readonly description?: string;
  readonly value: object;
}

/** What the OpenAPI document says of an operation beside what its controller says. */
export interface OperationDocumentation {
  /** The answer when all is well; each has an `X-Request-Id` besides the headers that are named here. */
  readonly success?: {
    /** The HTTP status. */
    readonly status: number;
    readonly description: string;
    /** Names of headers that the document describes: `Location`, `Retry-After`, `ETag` … */
    readonly headers?: readonly string[];
  };
  /** Bodies to choose from, by a short name. */
  readonly examples?: Readonly<Record<string, RequestExample>>;
  /** Codes that it can be answered with because of what is added here, beside those of its `@ApiErrorResponses`. */
  readonly errors?: readonly string[];
  /** The `operationId` that it stands before; last unless given. */
  readonly before?: string;
}

/** What a part of the path means, wherever a path has it. */
export interface PathParameterDocumentation {
  readonly description: string;
  readonly examples?: readonly string[];
}

/** What a feature adds to the OpenAPI document and to the page at /docs. All of it is plain data and may be left out. */
export interface ApiDocumentationParts {
  /** Markdown for the top of /docs, before what holds for every route. */
  readonly introduction?: string;
  /** Groups of routes, before those of the service. */
  readonly tags?: readonly (readonly [name: string, description: string])[];
  /** A DTO for each type of row that its stages write; its `type` is a string with one value. */
  readonly rows?: readonly Type[];
  /** With a DTO of `context` rows: the member by which they are told from those of other pipelines. */
  readonly contextMember?: string;
  /** DTOs that no route and no row mentions. */
  readonly models?: readonly Type[];
  /** An example of a schema, by the schema's name: that of its class without `Dto`. */
  readonly schemaExamples?: Readonly<Record<string, object>>;
  /** By `operationId`. */
  readonly operations?: Readonly<Record<string, OperationDocumentation>>;
  /** By the name that the paths have. */
  readonly pathParameters?: Readonly<Record<string, PathParameterDocumentation>>;
  /** A DTO of the members that error answers have with its error codes. All of them are optional. */
  readonly problemMembers?: Type;
}

/** The metadata alone; {@link ApiDocumentation} is what classes are decorated with. */
export const ApiDocumentationMetadata = DiscoveryService.createDecorator<ApiDocumentationParts>();

/**
 * Adds to the OpenAPI document. Goes on any provider, wherever in the application it is provided: the definition of a
 * pipeline, for one. Checked when the application starts; without the routes of the service it has no effect.
 */
export function ApiDocumentation(parts: ApiDocumentationParts): ClassDecorator {
  return ApiDocumentationMetadata(parts);
}
