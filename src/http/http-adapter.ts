import type { ExpressAdapter } from '@nestjs/platform-express';
import express from 'express';
import type { AppConfig } from '../config/index.js';
import { LimitedExpressAdapter } from './limits/limited-adapter.js';

/** Express with limits, strict and case-sensitive paths, and without unneeded headers. */
export function createHttpAdapter(config: AppConfig): ExpressAdapter {
  const application = express();
  application.enable('strict routing');
  application.enable('case sensitive routing');
  application.disable('x-powered-by');
  application.set('query parser', 'simple');
  // Routes with an entity tag evaluate If-None-Match themselves; express would respond 304 to `*` on every route.
  Object.defineProperty(application.request, 'fresh', { value: false });
  return new LimitedExpressAdapter(application, config);
}
