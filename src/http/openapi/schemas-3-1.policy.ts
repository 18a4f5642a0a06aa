import { operationsOf, type Content, type Document, type Schema } from './document.js';

/**
 * Makes JSON schemas of OpenAPI 3.1 of what the generator writes for 3.0: null is a type of its own, whole numbers are
 * integers (unless `@Fraction` gave them a format), what has a default may be left out, and a class is called by its
 * name without `Dto`. Changes the document. Pure otherwise.
 */
export function modernizeSchemas(document: Document): Document {
  const { schemas } = document.components;
  document.components.schemas = Object.fromEntries(
    Object.entries(schemas)
      .map(([name, schema]) => [schemaNameOf(name), modern(schema)] as const)
      .toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );
  for (const { operation } of operationsOf(document)) {
    if (operation.requestBody) modernContent(operation.requestBody.content);
    for (const answer of Object.values(operation.responses)) {
      if ('content' in answer && answer.content) modernContent(answer.content);
    }
    for (const parameter of operation.parameters ?? []) {
      if ('$ref' in parameter || !parameter.schema) continue;
      if ('default' in parameter.schema) parameter.required = false;
      parameter.schema = modern(parameter.schema);
    }
  }
  return document;
}

function modernContent(content: Record<string, Content>): void {
  for (const media of Object.values(content)) if (media.schema) media.schema = modern(media.schema);
}

const STEPS = [
  withParts,
  withOneReference,
  withIntegers,
  withItemLengths,
  withExamples,
  withSortedValues,
  withNull,
  withoutDefaultsRequired,
];

function modern(given: Schema): Schema {
  return STEPS.reduce((schema, step) => step(schema), given);
}

/** A schema's own schemas first. */
function withParts(schema: Schema): Schema {
  const { properties, additionalProperties, items, allOf, anyOf, oneOf, not, $ref } = schema;
  return {
    ...schema,
    ...($ref && { $ref: $ref.replace(/[^/]+$/, schemaNameOf) }),
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([key, part]) => [key, modern(withTime(key, part))]),
      ),
    }),
    ...(typeof additionalProperties === 'object' && { additionalProperties: modern(additionalProperties) }),
    ...(items && { items: modern(items) }),
    ...(allOf && { allOf: allOf.map(modern) }),
    ...(anyOf && { anyOf: anyOf.map(modern) }),
    ...(oneOf && { oneOf: oneOf.map(modern) }),
    ...(not && { not: modern(not) }),
  };
}

/** What is called `at` or `…_at` is a time, here and in everything that the service answers. */
function withTime(name: string, schema: Schema): Schema {
  const isTime = /(^|_)at$/.test(name) && schema.type === 'string' && schema.format === undefined;
  return isTime ? { ...schema, format: 'date-time' } : schema;
}

/** In 3.1 a reference may have neighbours; in 3.0 it had to hide in an `allOf`. */
function withOneReference({ allOf, type, ...schema }: Schema): Schema {
  const [only] = allOf ?? [];
  if (allOf?.length === 1 && only?.$ref) return { $ref: only.$ref, ...schema };
  return { ...(type && { type }), ...schema, ...(allOf && { allOf }) };
}

const whole = (type: string) => (type === 'number' ? 'integer' : type);

function withIntegers(schema: Schema): Schema {
  const { type, format } = schema;
  if (type === undefined || format !== undefined) return schema;
  return { ...schema, type: Array.isArray(type) ? type.map(whole) : whole(type) };
}

/** The generator puts the lengths of a list's strings beside the list. */
function withItemLengths(schema: Schema): Schema {
  if (schema.type !== 'array') return schema;
  const { minLength, maxLength, items, ...rest } = schema;
  const lengths = {
    ...(minLength !== undefined && { minLength }),
    ...(maxLength !== undefined && { maxLength }),
  };
  return { ...rest, items: { ...items, ...lengths } };
}

function withExamples({ example, ...schema }: Schema): Schema {
  return { ...schema, ...(example !== undefined && { examples: [example] }) };
}

/** The generator's order changes with code that has nothing to do with the values. */
function withSortedValues(schema: Schema): Schema {
  const isText = schema.enum?.every((value) => typeof value === 'string');
  return isText ? { ...schema, enum: schema.enum?.toSorted() } : schema;
}

function withNull({ nullable, ...schema }: Schema): Schema {
  if (!nullable) return schema;
  const { $ref, type, ...rest } = schema;
  if ($ref) return { ...rest, anyOf: [{ $ref }, { type: 'null' }] };
  const values = rest.enum && { enum: [...rest.enum, null] };
  return { ...(typeof type === 'string' && { type: [type, 'null'] }), ...rest, ...values };
}

/** What has a default may be left out; the generator calls it required because the class always has it. */
function withoutDefaultsRequired(schema: Schema): Schema {
  const { required, properties = {} } = schema;
  if (!required) return schema;
  const needed = required.filter((name) => !('default' in (properties[name] ?? {})));
  const { required: _all, ...rest } = schema;
  return needed.length > 0 ? { ...rest, required: needed } : rest;
}

/** What the schema of a class is called. */
export function schemaNameOf(className: string): string {
  return className.replace(/Dto$/, '');
}
