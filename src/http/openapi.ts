import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { ErrorCatalogue } from '../common/index.js';
import { ErrorCatalogueEntryDto } from './dto/error-catalogue.dto.js';
import { Problem } from './dto/problem.dto.js';

const DESCRIPTION = `
Post an incident; the personas of the loaded world argue about it on a board, round by round, under that board's
moderation. What comes back is a **run**: its run log, and a summary of that log.

Start with **POST /simulate**, then read \`GET /runs/{run_id}/runlog\`. When a stage fails, the answer is a 500 with
\`error_code: ORCH_STAGE_FAILED\`, and the failed run can be read like any other, resumed or forked.`;

/** Serves Swagger UI at /docs and the OpenAPI document at /docs-json. */
export function setUpOpenApi(app: INestApplication, version: string): void {
  const config = new DocumentBuilder()
    .setTitle('Project Dream')
    .setDescription(DESCRIPTION.trim())
    .setVersion(version)
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addBearerAuth({ type: 'http', description: 'Needed once the operator has configured tokens.' }, 'token')
    .addSecurityRequirements('token')
    .addTag('simulation', 'Run simulations')
    .addTag('runs', 'Start, steer and read runs and their logs')
    .addTag('world and pipelines', 'What is loaded, and what runs')
    .addTag('errors', 'What error codes mean')
    .addTag('health', 'Whether the service is up')
    .build();
  const document = () => {
    const made = SwaggerModule.createDocument(app, config, { extraModels: [Problem] });
    return withErrorCodes(withoutRequiredDefaults(made), app.get(ErrorCatalogue));
  };
  SwaggerModule.setup('docs', app, document, {
    jsonDocumentUrl: 'docs-json',
    customSiteTitle: 'Project Dream',
  });
}

/** Names the codes of the catalogue, a team's own with them, where the schemas speak of any code. */
function withErrorCodes(document: OpenAPIObject, catalogue: ErrorCatalogue): OpenAPIObject {
  const entries = catalogue.entries();
  const codes = entries.map(([code]) => code);
  const slugs = entries.map(([, { error }]) => error);
  for (const { name } of [Problem, ErrorCatalogueEntryDto]) {
    const schema = document.components?.schemas?.[name];
    if (!schema || '$ref' in schema) continue;
    const { error_code, error } = schema.properties ?? {};
    if (error_code && !('$ref' in error_code)) error_code.enum = codes;
    if (error && !('$ref' in error)) error.enum = slugs;
  }
  return document;
}

/** What has a default may be left out; the generator calls it required because the class always has it. */
function withoutRequiredDefaults(document: OpenAPIObject): OpenAPIObject {
  for (const schema of Object.values(document.components?.schemas ?? {})) {
    if ('$ref' in schema || !schema.required) continue;
    const { properties = {}, required } = schema;
    schema.required = required.filter((name) => !('default' in (properties[name] ?? {})));
  }
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path) as unknown[]);
  for (const operation of operations) {
    const { parameters = [] } = operation as { parameters?: { required?: boolean; schema?: object }[] };
    for (const parameter of parameters) if ('default' in (parameter.schema ?? {})) parameter.required = false;
  }
  return document;
}
