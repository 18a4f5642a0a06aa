/** Something wrong in a pack folder, and where. */
export interface PackFault {
  /** The file's name. */
  readonly file: string;
  /** The id of the item, or its place in the list when it has none; null when the whole file is meant. */
  readonly item: string | null;
  /** The path of the field inside the item; null when the whole item is meant. */
  readonly field: string | null;
  readonly message: string;
}

/** A pack folder cannot be used; names all that is wrong with it. */
export class PackFolderError extends Error {
  constructor(readonly faults: readonly PackFault[]) {
    super(`The packs cannot be used:\n${faults.map((fault) => `  - ${describeFault(fault)}`).join('\n')}`);
    this.name = 'PackFolderError';
  }
}

/** A fault in one line: file, item, field, what is wrong. */
export function describeFault({ file, item, field, message }: PackFault): string {
  return `${[file, item, field].filter((part) => part !== null).join(' / ')}: ${message}`;
}
