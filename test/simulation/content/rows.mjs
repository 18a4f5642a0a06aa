/** @returns the comments of a run that stand in its thread */
export function commentsOf({ rows }) {
  return rows.filter(({ type, withheld }) => type === 'round' && !withheld);
}
