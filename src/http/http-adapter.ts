import { ExpressAdapter } from '@nestjs/platform-express';
import express from 'express';

/** Express with strict, case-sensitive paths and without the headers that nobody asked for. */
export function createHttpAdapter(): ExpressAdapter {
  const application = express();
  application.enable('strict routing');
  application.enable('case sensitive routing');
  application.disable('x-powered-by');
  application.set('query parser', 'simple');
  return new ExpressAdapter(application);
}
