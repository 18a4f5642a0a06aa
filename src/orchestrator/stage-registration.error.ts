/** The stage nodes of the application do not fit together: the boot stops, and the message names the fix. */
export class StageRegistrationError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'StageRegistrationError';
  }
}

export const stageWithoutRun = (className: string, id: string): string =>
  `${className} is decorated with @StageNode({ id: '${id}' }) but has no run method. ` +
  `Add 'async run(context: StageContext): Promise<void>' to it, or take the decorator off.`;

export const duplicateStage = (pipeline: string, id: string, classes: readonly string[]): string =>
  `The pipeline '${pipeline}' has more than one stage node with the id '${id}': ${classes.join(', ')}. ` +
  `Give each class its own id, and provide each class in one module only.`;

export const unknownPredecessor = (
  className: string,
  id: string,
  after: string,
  known: readonly string[],
): string =>
  `${className} (stage node '${id}') comes after '${after}', which its pipeline does not have. ` +
  `Name one of ${known.map((name) => `'${name}'`).join(', ')} in 'after', or provide the missing stage node.`;

export const stageCircle = (pipeline: string, circle: readonly string[]): string =>
  `The stage nodes of the pipeline '${pipeline}' wait for each other: ${circle.join(' after ')}. ` +
  `Take one of these out of an 'after'.`;

export const badStageOptions = (className: string, id: string, faults: readonly string[]): string =>
  `${className} (stage node '${id}') has options that cannot be used: ${faults.join('; ')}. ` +
  `Mend them in its @StageNode decorator.`;
