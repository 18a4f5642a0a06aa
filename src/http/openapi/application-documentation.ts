import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import {
  ApiDocumentationMetadata,
  decoratedProviders,
  type ApiDocumentationParts,
} from '../../common/index.js';
import { DocumentationParts } from './documentation-parts.js';
import { ENGINE_DOCUMENTATION } from './engine-documentation.js';

/** Finds what features have added to the OpenAPI document with `@ApiDocumentation`. */
@Injectable()
export class ApplicationDocumentation implements OnModuleInit {
  readonly parts = new DocumentationParts(ENGINE_DOCUMENTATION);

  constructor(private readonly discovery: DiscoveryService) {}

  /**
   * Modules come before those that import them, so that a team adds to the features that it uses.
   * @throws DocumentationError naming everything that is wrong with what a class adds
   */
  onModuleInit(): void {
    const added = decoratedProviders<ApiDocumentationParts>(this.discovery, ApiDocumentationMetadata.KEY);
    const deepestFirst = added.toSorted((one, other) => other.depth - one.depth);
    const classes = new Map(deepestFirst.map(({ className, options }) => [options, className]));
    for (const [parts, className] of classes) this.parts.add(className, parts);
  }
}
