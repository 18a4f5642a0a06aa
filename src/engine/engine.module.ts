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
import { ExecutionModule } from '../execution/index.js';
import { RUNS_OPTIONS, RunsControllersModule, RunsModule } from '../runs/index.js';
import { STORE_OPTIONS, StorageModule } from '../storage/index.js';
import { resolveEngineOptions, type EngineOptions, type ResolvedEngineOptions } from './engine.options.js';

const RESOLVED_OPTIONS = Symbol('RESOLVED_ENGINE_OPTIONS');

/** Which of the engine's parts an application has. */
export interface EngineParts {
  /** Whether the application has the routes /runs and /stages; it has not, unless they are asked for. */
  readonly controllers?: boolean;
}

/** Options that are made by a factory, of what it injects. */
export interface AsyncEngineOptions extends EngineParts, Pick<ModuleMetadata, 'imports'> {
  readonly inject?: readonly InjectionToken[];
  readonly useFactory: (...dependencies: never[]) => EngineOptions | Promise<EngineOptions>;
}

/**
 * The engine: pipelines and their stage nodes, the stage runtime, run repositories, `RunsService` and `RunlogService`,
 * for any Nest application. It knows no pipeline of its own, reads no environment, and sets no limits or access control
 * for HTTP: the routes that `controllers` adds are as protected as the rest of the application.
 */
@Module({})
export class EngineModule {
  /** @throws EngineOptionsError, when the application is created, naming everything that is wrong */
  static forRoot({ controllers, ...options }: EngineOptions & EngineParts = {}): DynamicModule {
    return EngineModule.forRootAsync({
      ...(controllers !== undefined && { controllers }),
      useFactory: () => options,
    });
  }

  /** As {@link forRoot}, with options that are known only when the application is created. */
  static forRootAsync({
    controllers = false,
    imports = [],
    inject = [],
    useFactory,
  }: AsyncEngineOptions): DynamicModule {
    const routes = controllers ? [OrchestratorControllersModule, RunsControllersModule] : [];
    return {
      module: EngineModule,
      global: true, // the parts below find their options wherever they are imported
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
      ],
      exports: [
        STORE_OPTIONS,
        ORCHESTRATOR_OPTIONS,
        RUNS_OPTIONS,
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
