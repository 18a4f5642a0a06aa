import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { decoratedProviders } from '../common/index.js';
import type { StageNodeHandler } from './stage-context.js';
import { StageNodeMetadata, type StageNodeOptions } from './stage-node.decorator.js';

/** A provider that is decorated with `@StageNode`. */
export interface DiscoveredStageNode {
  readonly className: string;
  readonly options: StageNodeOptions;
  readonly handler: StageNodeHandler;
}

/** Finds the stage nodes among the application's providers. */
@Injectable()
export class StageNodeExplorer {
  constructor(private readonly discovery: DiscoveryService) {}

  explore(): DiscoveredStageNode[] {
    const found = decoratedProviders<StageNodeOptions>(this.discovery, StageNodeMetadata.KEY);
    return found.map(({ instance, ...rest }) => ({ ...rest, handler: instance as StageNodeHandler }));
  }
}
