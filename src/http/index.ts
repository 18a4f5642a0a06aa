export { HttpModule } from './http.module.js';
export { createHttpAdapter } from './http-adapter.js';
export { setUpEdge } from './edge.js';
export { setUpOpenApi } from './openapi/openapi.js';
export { setUpExplorer } from './explorer-page.js';
