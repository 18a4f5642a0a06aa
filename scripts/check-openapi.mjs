// Starts the built service and asks for its OpenAPI document: the Swagger plugin runs in the build alone, so that no
// test on the sources sees a document that cannot be made.
import { createApp } from '../dist/index.js';

Object.assign(process.env, { RUN_REPOSITORY: 'memory', LOG_LEVEL: 'error' });
const app = await createApp();
await app.listen(0, '127.0.0.1');
const response = await fetch(`${await app.getUrl()}/docs-json`);
const document = await response.json();
await app.close();
const paths = Object.keys(document.paths ?? {});
if (response.status !== 200 || !paths.includes('/simulate')) {
  process.stderr.write(`/docs-json answered ${response.status}: ${JSON.stringify(document).slice(0, 300)}\n`);
  process.exit(1);
}
process.stdout.write(`The OpenAPI document has ${paths.length} paths.\n`);
