import type { OpenAPIObject } from '@nestjs/swagger';

/** A JSON schema (2020-12), as far as this folder looks at it. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  description?: string;
  nullable?: boolean;
  enum?: unknown[];
  default?: unknown;
  example?: unknown;
  examples?: unknown[];
  required?: string[];
  minLength?: number;
  maxLength?: number;
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  items?: Schema;
  not?: Schema;
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  discriminator?: { propertyName: string; mapping?: Record<string, string> };
}

/** A reference to something in `components`. */
export interface Reference {
  $ref: string;
}

/** What stands under a media type. */
export interface Content {
  schema?: Schema;
  examples?: Record<string, { summary?: string; description?: string; value: unknown }>;
}

export interface Header {
  description?: string;
  required?: boolean;
  schema: Schema;
}

export interface Answer {
  description: string;
  headers?: Record<string, Header | Reference>;
  content?: Record<string, Content>;
}

export interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  schema?: Schema;
}

/** One method of one path. */
export interface Operation {
  operationId: string;
  summary?: string;
  description?: string;
  tags?: string[];
  security?: Record<string, string[]>[];
  parameters?: (Parameter | Reference)[];
  requestBody?: { content: Record<string, Content> };
  responses: Record<string, Answer | Reference>;
  [extension: `x-${string}`]: unknown;
}

/** An OpenAPI 3.1 document, as far as this folder looks at it. */
export interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: {
    schemas: Record<string, Schema>;
    responses?: Record<string, Answer>;
    headers?: Record<string, Header>;
    parameters?: Record<string, Parameter>;
  };
}

/** What the generator made, seen as what it becomes. */
export function documentOf(made: OpenAPIObject): Document {
  return made as unknown as Document;
}

/** The path to a schema, as references have it. */
export function refTo(schema: string): string {
  return `#/components/schemas/${schema}`;
}

/** Every operation with its path and its method, in the document's order. */
export function operationsOf({ paths }: Document): { path: string; method: string; operation: Operation }[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
}
