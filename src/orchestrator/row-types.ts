/** What a row type, and the id of a stage node, looks like. */
export const ROW_TYPE = /^[a-z][a-z0-9_]{0,63}$/;

/** Row types that only the runtime and the keeper of the runs write. */
export const CORE_ROW_TYPES: ReadonlySet<string> = new Set([
  'context',
  'graph_node',
  'graph_node_attempt',
  'stage_checkpoint',
  'run_state',
]);
