/** Statuses of answers that are no errors. */
const isError = (status) => status === 'default' || Number(status) >= 400;

/**
 * What an OpenAPI document does not say of its operations, as sentences; none when it says all.
 * @param {object} document
 * @returns {string[]}
 */
export function lintOpenApi(document) {
  const faults = [];
  const ids = new Set();
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const name = `${method.toUpperCase()} ${path}`;
      const { operationId, summary, tags = [], parameters = [], responses = {} } = operation;
      if (!operationId) faults.push(`${name} has no operationId.`);
      if (ids.has(operationId))
        faults.push(`${name} has an operationId that another one has: ${operationId}.`);
      ids.add(operationId);
      if (!summary) faults.push(`${name} has no summary: write a docstring over its method.`);
      if (tags.length === 0) faults.push(`${name} has no tag.`);
      for (const tag of tags) {
        if (!document.tags.some(({ name: known }) => known === tag)) {
          faults.push(`${name} has the tag '${tag}', which the document does not describe.`);
        }
      }
      for (const parameter of parameters) {
        if (!parameter.$ref && !parameter.description) {
          faults.push(`${name}: the parameter ${parameter.name} has no description.`);
        }
      }
      for (const [status, answer] of Object.entries(responses)) {
        if (!answer.$ref && !answer.description)
          faults.push(`${name}: the answer ${status} has no description.`);
      }
      if (!Object.keys(responses).some(isError)) faults.push(`${name} names no error.`);
    }
  }
  return faults;
}
