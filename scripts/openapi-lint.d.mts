/** What an OpenAPI document does not say of its operations, as sentences; none when it says all. */
export function lintOpenApi(document: object): string[];
