/** Something wrong in a pack folder, and where. */
export interface PackFault {
  /** The file's name. */
  readonly file: string;
  /** The id of the item, or its place in the list when it has none; null when no item is meant. */
  readonly item: string | null;
  /** The path of the field inside the item, or inside the file; null when the whole of it is meant. */
  readonly field: string | null;
  readonly message: string;
}

/** A pack folder cannot be used; names all that is wrong with it. For operators: no answer shows it. */
export class PackFolderError extends Error {
  constructor(
    folder: string,
    readonly faults: readonly PackFault[],
  ) {
    const lines = faults.map((fault) => `  - ${describeFault(fault)}`);
    super(`The packs in ${folder} cannot be used:\n${lines.join('\n')}`);
    this.name = 'PackFolderError';
  }
}

/** A fault in one line: file, item, field, what is wrong. */
export function describeFault({ file, item, field, message }: PackFault): string {
  return `${[file, item, field].filter((part) => part !== null).join(' / ')}: ${message}`;
}

/** A fault of a whole file. */
export function fileFault(file: string, message: string): PackFault {
  return { file, item: null, field: null, message };
}
