/** What a class adds to the OpenAPI document cannot be used: the boot stops, and the message names the mend. */
export class DocumentationError extends Error {
  constructor(className: string, faults: readonly string[]) {
    super(
      `${className} documents what cannot be used: ${faults.join('; ')}. Mend it in its @ApiDocumentation decorator.`,
    );
    this.name = 'DocumentationError';
  }
}
