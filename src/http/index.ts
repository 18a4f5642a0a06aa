export { accessLog } from './access-log.middleware.js';
export { callerOf, noteCaller } from './request-notes.js';
export { HttpModule } from './http.module.js';
export { createHttpAdapter } from './http-adapter.js';
export { jsonBody } from './json-body.middleware.js';
export { requestId } from './request-id.middleware.js';
export { setUpOpenApi } from './openapi.js';
