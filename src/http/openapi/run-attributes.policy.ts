import type { AttributeDeclaration, AttributeDeclarations } from '../../runs/index.js';
import type { Document, Parameter, Schema } from './document.js';

/** What the pipelines of an application declare of their runs. */
interface DeclaredRuns {
  readonly attributes: AttributeDeclarations;
  /** A sentence for each link. */
  readonly links: Readonly<Record<string, string>>;
}

/**
 * Adds the attributes of all pipelines to the schemas of runs, their links, and a parameter of GET /runs for each that
 * lists filter by. None of them is required: a run has those of its own pipeline. Changes the document. Pure otherwise.
 */
export function addAttributes({ paths, components: { schemas } }: Document, declared: DeclaredRuns): void {
  const attributes = Object.entries(declared.attributes);
  for (const name of ['Run', 'RunListItem']) {
    const schema = schemas[name];
    if (!schema) continue;
    const members = attributes.map(([attribute, declaration]) => [attribute, memberOf(declaration)]);
    schema.properties = { ...schema.properties, ...(Object.fromEntries(members) as Record<string, Schema>) };
  }
  const summary = schemas['RunlogSummary'];
  const objects = attributes.filter(([, { type }]) => type === 'object');
  if (summary && objects.length > 0) {
    const members = objects.map(([attribute, declaration]) => [attribute, memberOf(declaration)]);
    summary.properties = {
      ...summary.properties,
      ...(Object.fromEntries(members) as Record<string, Schema>),
    };
  }
  const links = schemas['RunLinks']?.properties ?? {};
  for (const [name, description] of Object.entries(declared.links))
    links[name] = { type: 'string', description };
  const filters = attributes.filter(([, { filter }]) => filter).map(parameterOf);
  const list = Object.values(paths)
    .flatMap((methods) => Object.values(methods))
    .find(({ operationId }) => operationId === 'listRuns');
  list?.parameters?.splice(
    list.parameters.findIndex((parameter) => '$ref' in parameter),
    0,
    ...filters,
  );
}

function memberOf(declaration: AttributeDeclaration): Schema {
  const { type, description, enum: values, example, members = {} } = declaration;
  if (type === 'object') {
    const properties = Object.entries(members).map(([name, member]) => [
      name,
      { type: [member.type, 'null'], description: member.description },
    ]);
    return { type, description, properties: Object.fromEntries(properties) as Record<string, Schema> };
  }
  return {
    type: [type, 'null'],
    description,
    ...(example !== undefined && !values && { examples: [example] }),
  };
}

function parameterOf([name, declaration]: readonly [string, AttributeDeclaration]): Parameter {
  const { type, description, enum: values, example } = declaration;
  const bounds = type === 'string' && !values ? { minLength: 1, maxLength: 128 } : {};
  const schema: Schema = {
    type,
    ...bounds,
    ...(values && { enum: [...values] }),
    ...(example !== undefined && { examples: [example] }),
  };
  return {
    name,
    required: false,
    in: 'query',
    description: `Runs with this value alone. ${description}`,
    schema,
  };
}
