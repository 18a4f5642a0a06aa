/** What stands at the top of /docs of a service that simulates. */
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
`;
