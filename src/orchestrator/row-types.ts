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

/** Events that a stream of rows has beside its rows; `end` is the service's own, the others an EventSource's. */
export const STREAM_EVENTS: ReadonlySet<string> = new Set(['end', 'error', 'message', 'open']);

/** Why rows of a stage, or of a pipeline, may not have a type; null when they may. */
export function rowTypeFault(type: unknown): string | null {
  if (typeof type !== 'string' || !ROW_TYPE.test(type)) return `A row's type must match ${ROW_TYPE.source}.`;
  if (CORE_ROW_TYPES.has(type)) {
    return `Rows of type '${type}' are written by the runtime; choose another type.`;
  }
  if (STREAM_EVENTS.has(type)) {
    return `Rows may not have the type '${type}', which is an event of its own in an event stream; choose another type.`;
  }
  return null;
}
