import type { ApiDocumentationParts } from '../../common/index.js';
import {
  GraphNodeAttemptRowDto,
  GraphNodeRowDto,
  RunStateRowDto,
  StageCheckpointRowDto,
} from '../../orchestrator/index.js';

const ACCEPTED = 'It is accepted and durable. Look at it again at its `Location`.';
const KEYED = ['Location', 'Retry-After', 'Idempotency-Replayed'];

const INTRODUCTION = `
To follow a long run instead of waiting for it, start it with **POST /runs** and read **GET /runs/{run_id}/events**.

### Tokens
A service that listens on this machine alone needs no token. One that others can reach does: its operator makes tokens
with \`npm run token\`, and you send yours as \`Authorization: Bearer …\` (here: the *Authorize* button). The scope
\`read\` is for GET, \`run\` also starts, cancels, resumes and forks runs, \`admin\` also deletes them. /health, /errors and
/docs are always open.

### What holds for every route
- JSON keys are snake_case; times are ISO 8601 in UTC; durations are whole milliseconds. Bodies are JSON.
- Every answer has an \`X-Request-Id\`; send one of your own and it is taken over. The server's log has it, too.
- Every error is \`application/problem+json\` (schema *Problem*). Decide by \`error_code\`, never by \`message\`;
  **GET /errors** lists the codes and what to do about each.
- A path that does not exist is a 404 \`REQ_NOT_FOUND\`, a method that its route does not take a 405
  \`REQ_METHOD_NOT_ALLOWED\` with \`Allow\`. HEAD is answered wherever GET is.
- \`Idempotency-Key\` on the POSTs that make a run: send the same request again, and it is the same run.
`.trim();

/** Whatever answers when all is well, in the order in which the document has the routes. */
const OPERATIONS: ApiDocumentationParts['operations'] = {
  startRun: { success: { status: 202, description: ACCEPTED, headers: KEYED } },
  listRuns: { success: { status: 200, description: 'A page of runs.' } },
  readLatestRun: { success: { status: 200, description: 'The run.' } },
  readRun: { success: { status: 200, description: 'The run.' } },
  deleteRun: { success: { status: 204, description: 'The run is deleted.' } },
  cancelRun: {
    success: { status: 202, description: 'The wish is durable; the run stops at its next step.' },
  },
  resumeRun: { success: { status: 202, description: 'The run is in the queue again.' } },
  forkRun: { success: { status: 202, description: ACCEPTED, headers: KEYED } },
  listStages: { success: { status: 200, description: 'The pipelines.' } },
  readRunlog: {
    success: {
      status: 200,
      description: 'The run log, as JSON or as one row a line.',
      headers: ['ETag', 'Link'],
    },
  },
  followRun: { success: { status: 200, description: 'Rows, a comment line every 15 s, and the end.' } },
  listErrors: { success: { status: 200, description: 'The error catalogue.' } },
  readError: { success: { status: 200, description: 'The entry.' } },
  readHealth: { success: { status: 200, description: 'All parts can be used.' } },
  readAccess: { success: { status: 200, description: 'What the caller may do.' } },
  readHome: { success: { status: 200, description: 'Where things are.' } },
  readLiveness: { success: { status: 200, description: 'The process is up.' } },
  readReadiness: { success: { status: 200, description: 'All parts can be used.' } },
};

/** What the OpenAPI document of every application has; features add to it with `@ApiDocumentation`. */
export const ENGINE_DOCUMENTATION: ApiDocumentationParts = {
  introduction: INTRODUCTION,
  tags: [
    ['runs', 'Start, follow, cancel, resume, fork, list and delete runs'],
    ['run logs', 'What happened in a run, row by row'],
    ['world and pipelines', 'Which world is loaded, and which stages run'],
    ['errors', 'What each error code means, and what to do about it'],
    ['health', 'Whether the service is up'],
  ],
  rows: [GraphNodeRowDto, GraphNodeAttemptRowDto, StageCheckpointRowDto, RunStateRowDto],
  operations: OPERATIONS,
  pathParameters: {
    run_id: { description: 'The `run_id` of a run.', examples: ['run-019b3f4e-7c1a-7d2b-9e3f-5a6b7c8d9e0f'] },
    error_code: { description: 'The `error_code` of an error answer.', examples: ['ORCH_STAGE_FAILED'] },
  },
};
