import {
  Module,
  type DynamicModule,
  type InjectionToken,
  type ModuleMetadata,
  type Provider,
} from '@nestjs/common';
import { CommonModule } from '../common/index.js';
import {
  ORCHESTRATOR_OPTIONS,
  OrchestratorControllersModule,
  OrchestratorModule,
} from '../orchestrator/index.js';
import { ExecutionModule, QUEUE_OPTIONS } from '../execution/index.js';
import { RUNS_OPTIONS, RunsControllersModule, RunsModule } from '../runs/index.js';
import { STORE_OPTIONS, StorageModule } from '../storage/index.js';
import { resolveEngineOptions, type EngineOptions, type ResolvedEngineOptions } from './engine.options.js';

const RESOLVED_OPTIONS = Symbol('RESOLVED_ENGINE_OPTIONS');

/** Which parts of the engine an application uses. */
export interface EngineParts {
  /** Whether the application has the routes /runs and /stages; false by default. */
  readonly controllers?: boolean;
}

/** Options made by a factory with injected dependencies. */
export interface AsyncEngineOptions extends EngineParts, Pick<ModuleMetadata, 'imports'> {
  readonly inject?: readonly InjectionToken[];
  readonly useFactory: (...dependencies: never[]) => EngineOptions | Promise<EngineOptions>;
}

/**
 * The engine: pipelines and their stage nodes, the stage runtime, run repositories, `RunsService` and `RunlogService`,
 * for any Nest application. It has no pipeline of its own, reads no environment, and sets up no limits or access
 * control for HTTP: the routes that `controllers` adds are protected like the rest of the application.
 */
@Module({})
export class EngineModule {
  /** @throws EngineOptionsError, when the application is created, listing all invalid options */
  static forRoot({ controllers, ...options }: EngineOptions & EngineParts = {}): DynamicModule {
    return EngineModule.forRootAsync({
      ...(controllers !== undefined && { controllers }),
      useFactory: () => options,
    });
  }

  /** Like {@link forRoot}, with options that are only known when the application is created. */
  static forRootAsync({
    controllers = false,
    imports = [],
    inject = [],
    useFactory,
  }: AsyncEngineOptions): DynamicModule {
    const routes = controllers ? [OrchestratorControllersModule, RunsControllersModule] : [];
    return {
      module: EngineModule,
      global: true, // the imported modules resolve their options wherever they are used
      imports: [
        ...imports,
        CommonModule,
        OrchestratorModule,
        StorageModule,
        RunsModule,
        ExecutionModule,
        ...routes,
      ],
      providers: [
        {
          provide: RESOLVED_OPTIONS,
          inject: [...inject],
          useFactory: async (...dependencies: never[]) =>
            resolveEngineOptions(await useFactory(...dependencies)),
        },
        part(STORE_OPTIONS, ({ store }) => store),
        part(ORCHESTRATOR_OPTIONS, ({ stages }) => stages),
        part(RUNS_OPTIONS, ({ runs }) => runs),
        part(QUEUE_OPTIONS, ({ queue }) => queue),
      ],
      exports: [
        STORE_OPTIONS,
        ORCHESTRATOR_OPTIONS,
        RUNS_OPTIONS,
        QUEUE_OPTIONS,
        OrchestratorModule,
        StorageModule,
        RunsModule,
        ExecutionModule,
      ],
    };
  }
}

function part(provide: symbol, useFactory: (options: ResolvedEngineOptions) => unknown): Provider {
  return { provide, inject: [RESOLVED_OPTIONS], useFactory };
}
