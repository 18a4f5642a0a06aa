import type { Type } from '@nestjs/common';
import type {
  ApiDocumentationParts,
  OperationDocumentation,
  PathParameterDocumentation,
} from '../../common/index.js';
import { documentationFaults } from './documentation-faults.js';
import { DocumentationError } from './documentation.error.js';
import { orderedOperations } from './ordered-operations.policy.js';

/** What an application's OpenAPI document is made of: the service's own parts, after those that features have added. */
export class DocumentationParts {
  private added: readonly ApiDocumentationParts[] = [];

  constructor(private readonly own: ApiDocumentationParts) {}

  /** @throws DocumentationError naming everything in the parts that cannot be used, or that is there already */
  add(className: string, parts: ApiDocumentationParts): void {
    const faults = documentationFaults(parts, this);
    if (faults.length > 0) throw new DocumentationError(className, faults);
    this.added = [...this.added, parts];
  }

  get introduction(): string {
    return this.all.flatMap(({ introduction }) => introduction?.trim() ?? []).join('\n\n');
  }

  get tags(): (readonly [name: string, description: string])[] {
    return this.all.flatMap(({ tags }) => tags ?? []);
  }

  get rows(): Type[] {
    return this.all.flatMap(({ rows }) => rows ?? []);
  }

  get contextMember(): string | undefined {
    return this.all.find(({ contextMember }) => contextMember !== undefined)?.contextMember;
  }

  get models(): Type[] {
    return this.all.flatMap(({ models }) => models ?? []);
  }

  get problemMembers(): Type[] {
    return this.all.flatMap(({ problemMembers }) => problemMembers ?? []);
  }

  get schemaExamples(): ReadonlyMap<string, object> {
    return new Map(this.all.flatMap(({ schemaExamples }) => Object.entries(schemaExamples ?? {})));
  }

  get pathParameters(): ReadonlyMap<string, PathParameterDocumentation> {
    return new Map(this.all.flatMap(({ pathParameters }) => Object.entries(pathParameters ?? {})));
  }

  /** By `operationId`, in the order in which the document has them. */
  get operations(): ReadonlyMap<string, OperationDocumentation> {
    return orderedOperations([this.own, ...this.added].map(({ operations }) => operations ?? {}));
  }

  /** What an application is for comes before what every one has. */
  private get all(): readonly ApiDocumentationParts[] {
    return [...this.added, this.own];
  }
}
