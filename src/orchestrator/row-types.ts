/** The format of row types and stage node ids. */
export const ROW_TYPE = /^[a-z][a-z0-9_]{0,63}$/;

/** Row types that only the runtime and the run service write. */
export const CORE_ROW_TYPES: ReadonlySet<string> = new Set([
  'context',
  'graph_node',
  'graph_node_attempt',
  'stage_checkpoint',
  'run_state',
]);

/** Event names that an event stream uses besides row types: `end` is the service's, the others are EventSource's. */
export const STREAM_EVENTS: ReadonlySet<string> = new Set(['end', 'error', 'message', 'open']);

/** Why a stage or a pipeline may not write rows of a type; null when it may. */
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
