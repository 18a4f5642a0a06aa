import {
  GraphNodeAttemptRowDto,
  GraphNodeRowDto,
  RunStateRowDto,
  StageCheckpointRowDto,
} from '../../orchestrator/index.js';
import {
  ActionRowDto,
  ContextRowDto,
  CrossInflowRowDto,
  EndConditionRowDto,
  GateRowDto,
  MemeFlowRowDto,
  ModerationDecisionRowDto,
  RoundRowDto,
  RoundSummaryRowDto,
  ThreadCandidateRowDto,
  ThreadSelectedRowDto,
} from '../../simulation/index.js';
import { refTo, type Document, type Schema } from './document.js';

/** A class for each type of row that the service writes, in the order in which a simulation writes them. */
export const ROW_CLASSES = [
  ContextRowDto,
  ThreadCandidateRowDto,
  ThreadSelectedRowDto,
  RoundRowDto,
  GateRowDto,
  ActionRowDto,
  CrossInflowRowDto,
  MemeFlowRowDto,
  RoundSummaryRowDto,
  ModerationDecisionRowDto,
  EndConditionRowDto,
  GraphNodeRowDto,
  GraphNodeAttemptRowDto,
  StageCheckpointRowDto,
  RunStateRowDto,
];

/** Adds the schemas `RunlogRow`, `KnownRunlogRow` and `TeamRunlogRow`. Takes schemas that are modern already. */
export function addRowSchemas({ components: { schemas } }: Document): void {
  const mapping: Record<string, string> = {};
  for (const { name } of ROW_CLASSES) {
    const schemaName = name.replace(/Dto$/, '');
    mapping[typeOf(schemaName, schemas)] = refTo(schemaName);
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
    not: { properties: { type: { enum: ['context'] } }, required: ['bundle'] },
    additionalProperties: true,
  };
  schemas['RunlogRow'] = {
    description: 'One thing that happened. Which fields it has depends on its `type`.',
    anyOf: [{ $ref: refTo('KnownRunlogRow') }, { $ref: refTo('TeamRunlogRow') }],
  };
}

/** The one value that the schema's `type` can have. */
function typeOf(name: string, schemas: Document['components']['schemas']): string {
  const [type] = schemas[name]?.properties?.['type']?.enum ?? [];
  return typeof type === 'string' ? type : name; // only the build knows the properties of a class
}
