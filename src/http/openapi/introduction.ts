/** What stands at the top of /docs. */
export const INTRODUCTION = `
Post an incident; the personas of the loaded world argue about it on a board, round by round, under that board's
moderation. What comes back is a **run**: every run, also a failed one, keeps a complete log of what happened.

### Four steps
1. **Start a run:** open **POST /simulate**, choose one of the *Examples* above the body, press *Execute*. The answer
   is the finished run; its \`run_id\` is what the other routes take.
2. **See why a run failed:** choose the example *A run that fails* (the service must have been started with
   \`FAULT_INJECTION=true\`). The answer is a 500 with \`error_code: ORCH_STAGE_FAILED\`: \`stage_node\` says where,
   \`attempt_errors\` what each attempt met, \`retry_state\` why there was no further one.
3. **Read its log:** **GET /runs/{run_id}/runlog** has one row for each thing that happened, the failure included.
4. **Resume it:** **POST /runs/{run_id}/resume** runs it on from its last checkpoint; **POST /runs/{run_id}/fork** makes
   a new run that takes over its first stages.

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

/** The groups of routes, in the order in which a newcomer needs them. */
export const TAGS: readonly (readonly [name: string, description: string])[] = [
  ['simulation', 'Run a simulation and wait for it; read its report'],
  ['runs', 'Start, follow, cancel, resume, fork, list and delete runs'],
  ['run logs', 'What happened in a run, row by row'],
  ['world and pipelines', 'Which world is loaded, and which stages run'],
  ['errors', 'What each error code means, and what to do about it'],
  ['health', 'Whether the service is up'],
];
