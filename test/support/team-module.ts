import { Module, type Provider, type Type } from '@nestjs/common';
import { AppModule, CommentGate, Pipeline, StageNode, type StageNodeOptions } from '../../src/index.js';

/** A stage node under a class name, with or without a run method. */
export function stage(
  className: string,
  options: Partial<StageNodeOptions> = {},
  run: unknown = () => undefined,
): Type {
  const type = named(className, class {});
  if (run) Object.assign(type.prototype as object, { run });
  StageNode({ id: 'thread_digest', pipeline: 'simulation', after: 'round_loop', ...options })(type);
  return type;
}

/** A gate under a class name. */
export function gate(className: string, name: string, check?: unknown): Type {
  const type = named(className, class {});
  if (check) Object.assign(type.prototype as object, { check });
  CommentGate({ name, withholds: true })(type);
  return type;
}

/** A pipeline under the class name TeamPipeline. */
export function pipeline(id: string): Type {
  const type = named('TeamPipeline', class {});
  Pipeline({ id })(type);
  return type;
}

/** The class under this name, which messages show. */
export function named(name: string, type: Type): Type {
  return Object.defineProperty(type, 'name', { value: name });
}

/** A team's module with these providers, and what else it imports. */
export function team(providers: Provider[], imports: unknown[] = []): Type {
  class TeamModule {}
  Module({ imports: [AppModule, ...(imports as Type[])], providers })(TeamModule);
  return TeamModule;
}
