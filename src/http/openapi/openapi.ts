import type { INestApplication } from '@nestjs/common';
import type { Response } from 'express';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { ErrorCatalogue, UrlPrefix } from '../../common/index.js';
import { PipelineRegistry } from '../../runs/index.js';
import { Problem } from '../dto/problem.dto.js';
import { ApplicationDocumentation } from './application-documentation.js';
import { documentOf } from './document.js';
import { finishDocument } from './finish-document.policy.js';
import { addAttributes } from './run-attributes.policy.js';

/** Serves Swagger UI at /docs and the OpenAPI document at /docs-json, below the prefix that a team has set. */
export function setUpOpenApi(app: INestApplication, version: string): void {
  const prefix = app.get(UrlPrefix).value;
  app.getHttpAdapter().get(`${prefix}/docs/index.html`, toThePage);
  SwaggerModule.setup('docs', app, () => documentOfApp(app, version), {
    useGlobalPrefix: true,
    jsonDocumentUrl: 'docs-json',
    yamlDocumentUrl: 'docs-yaml',
    customSiteTitle: 'Project Dream',
    swaggerOptions: {
      tryItOutEnabled: true,
      displayRequestDuration: true,
      docExpansion: 'list',
      defaultModelsExpandDepth: 0, // the schemas' list is longer than the routes; one click opens it
    },
  });
}

/** The generator's own page at this address looks for its files elsewhere. */
function toThePage(_request: unknown, response: Response): void {
  response.redirect(301, './');
}

/** Made when it is asked for: the features' parts are there once the application has started. */
function documentOfApp(app: INestApplication, version: string): OpenAPIObject {
  const { parts } = app.get(ApplicationDocumentation);
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Project Dream')
    .setDescription(parts.introduction)
    .setVersion(version)
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer('/', 'The service that this page comes from')
    .addBearerAuth({ type: 'http', description: 'Needed once the operator has configured tokens.' }, 'token')
    .addSecurityRequirements('token');
  for (const [name, description] of parts.tags) builder.addTag(name, description);
  const made = SwaggerModule.createDocument(app, builder.build(), {
    extraModels: [Problem, ...parts.models, ...parts.rows, ...parts.problemMembers],
  });
  finishDocument(documentOf(made), app.get(ErrorCatalogue).entries(), parts, app.get(UrlPrefix).value);
  addAttributes(documentOf(made), app.get(PipelineRegistry).declared());
  return made;
}
