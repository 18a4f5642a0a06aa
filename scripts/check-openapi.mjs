// Starts the built service and asks for its OpenAPI document: the Swagger plugin runs in the build alone, so that no
// test on the sources sees a document that cannot be made.
import { createApp } from '../dist/index.js';

Object.assign(process.env, { RUN_REPOSITORY: 'memory', LOG_LEVEL: 'error' });
const app = await createApp();
await app.listen(0, '127.0.0.1');
const response = await fetch(`${await app.getUrl()}/docs-json`);
const document = await response.json();
const { items: catalogue } = await (await fetch(`${await app.getUrl()}/errors`)).json();
await app.close();
const paths = Object.keys(document.paths ?? {});
if (response.status !== 200 || !paths.includes('/simulate')) {
  process.stderr.write(`/docs-json answered ${response.status}: ${JSON.stringify(document).slice(0, 300)}\n`);
  process.exit(1);
}
const { error_code, error, request_id, attempt_errors } =
  document.components.schemas.Problem?.properties ?? {};
const codes = catalogue.map((entry) => entry.error_code);
const slugs = catalogue.map((entry) => entry.error);
const isSound = `${error_code?.enum}` === `${codes}` && `${error?.enum}` === `${slugs}`;
if (!isSound || !request_id || attempt_errors?.items?.$ref !== '#/components/schemas/AttemptProblem') {
  process.stderr.write('The schema Problem does not name the codes of the catalogue and its members.\n');
  process.exit(1);
}
process.stdout.write(`The OpenAPI document has ${paths.length} paths.\n`);
