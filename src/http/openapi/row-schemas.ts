import { refTo, type Document, type Schema } from './document.js';

/**
 * Adds the schemas `RunlogRow`, `KnownRunlogRow` and `TeamRunlogRow`. Takes schemas that are modern already.
 * @param rows the names of the schemas of rows, one for each type
 * @param contextMember what tells the documented `context` rows from others
 * @throws Error when two classes document rows of one type
 */
export function addRowSchemas(
  { components: { schemas } }: Document,
  rows: readonly string[],
  contextMember?: string,
): void {
  const mapping: Record<string, string> = {};
  for (const schemaName of rows) {
    const type = typeOf(schemaName, schemas);
    const other = mapping[type];
    if (other !== undefined) throw new Error(doubleRow(type, schemaName, other));
    mapping[type] = refTo(schemaName);
  }
  schemas['KnownRunlogRow'] = {
    description: 'A row of one of the types that the service itself writes.',
    oneOf: Object.values(mapping).map(($ref) => ({ $ref })),
    discriminator: { propertyName: 'type', mapping },
  };
  schemas['TeamRunlogRow'] = {
    description:
      'A row that a stage of a team wrote, or the `context` row of a pipeline of its own: the fields are the team’s.',
    type: 'object',
    properties: {
      seq: { type: 'integer', description: '1, 2, 3 … without a gap.' },
      at: { type: 'string', description: 'ISO 8601, UTC, with milliseconds.' },
      type: {
        type: 'string',
        pattern: '^[a-z][a-z0-9_]{0,63}$',
        not: { enum: Object.keys(mapping).filter((type) => type !== 'context') },
      } as Schema,
    },
    required: ['seq', 'at', 'type'],
    ...(contextMember !== undefined && {
      not: { properties: { type: { enum: ['context'] } }, required: [contextMember] },
    }),
    additionalProperties: true,
  };
  schemas['RunlogRow'] = {
    description: 'One thing that happened. Which fields it has depends on its `type`.',
    anyOf: [{ $ref: refTo('KnownRunlogRow') }, { $ref: refTo('TeamRunlogRow') }],
  };
}

function doubleRow(type: string, one: string, ref: string): string {
  const other = ref.split('/').at(-1);
  return `Rows of type '${type}' are documented twice, as ${other} and as ${one}: leave one out of the rows of @ApiDocumentation.`;
}

/** The one value that the schema's `type` can have. */
function typeOf(name: string, schemas: Document['components']['schemas']): string {
  const [type] = schemas[name]?.properties?.['type']?.enum ?? [];
  return typeof type === 'string' ? type : name; // only the build knows the properties of a class
}
