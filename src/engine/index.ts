export { EngineModule, type AsyncEngineOptions, type EngineParts } from './engine.module.js';
export { EngineOptionsError, type EngineOptions } from './engine.options.js';
