import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import express, { Router, type Request, type Response } from 'express';
import { BuiltFiles } from './built-files.js';

/** The page, whatever address below the explorer is asked for. */
const PAGE = 'index.html';
/** Files whose names hold a hash of their content: they never change. */
const HASHED = /^assets\//;
const FOREVER = 'public, max-age=31536000, immutable';

/** Scripts, styles and data from the service alone, nothing inline. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join(';');

/** The folder of the built explorer; null when it has not been built. */
export function findExplorer(): string | null {
  const folder = fileURLToPath(new URL('../explorer/', import.meta.url));
  return existsSync(join(folder, PAGE)) ? folder : null;
}

/**
 * Serves the built explorer where it is mounted: `app.use('/api/explorer', explorerFiles())`. The page asks for its data
 * at the paths beside it (`/api/runs`). Its files need no protection, what it asks for does. An address without a file
 * extension is one of the page's own and gets the page; unknown files are left to the routes that follow.
 * @param folder holds the build; that of this package unless given
 * @throws Error when there is no build
 */
export function explorerFiles(folder: string | null = findExplorer()): Router {
  if (folder === null) throw new Error('The explorer is not built: `npm run build` does that.');
  const files = new BuiltFiles(folder);
  const page = readFileSync(join(folder, PAGE), 'utf8');
  const send = express.static(folder, { index: false, redirect: false });
  const router = Router({ strict: true, caseSensitive: true });
  router.get('/{*path}', (request, response, next) => {
    const name = nameOf(request);
    if (name === null) return next();
    if (isPage(name)) return sendPage(request, response, page);
    if (!files.has(name)) return next();
    prepareFile(request, response, files, name);
    send(request, response, next);
  });
  return router;
}

/** The path below the explorer, without a leading slash; null when it cannot be decoded. */
function nameOf({ path }: Request): string | null {
  try {
    return decodeURIComponent(path).replace(/^\//, '');
  } catch {
    return null;
  }
}

function isPage(name: string): boolean {
  return name === PAGE || !/\.[^/]*$/.test(name);
}

/** The page names its files relative to itself; its addresses have any depth, so the mount path is put before them. */
function sendPage(request: Request, response: Response, page: string): void {
  const [path = ''] = request.originalUrl.split('?');
  if (path === request.baseUrl) return response.redirect(301, `${request.baseUrl}/`);
  response
    .set({ 'Content-Security-Policy': POLICY, 'Cache-Control': 'no-cache' })
    .type('html')
    .send(page.replaceAll('="./', `="${attributeText(request.baseUrl)}/`));
}

function attributeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

/** Sets the headers of a file, and leads the request to the encoded one where there is one. */
function prepareFile(request: Request, response: Response, files: BuiltFiles, name: string): void {
  const accepts = (encoding: string) => request.acceptsEncodings(encoding) !== false;
  const file = files.choose(name, accepts);
  response.set('Cache-Control', HASHED.test(name) ? FOREVER : 'no-cache').vary('Accept-Encoding');
  response.type(name.replace(/^.*\./, ''));
  if (file.encoding === null) return;
  response.set('Content-Encoding', file.encoding);
  request.url = `/${file.name}`;
}
