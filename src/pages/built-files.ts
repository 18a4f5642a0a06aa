import { readdirSync } from 'node:fs';

/** The encodings in which a build may hold a file, the best one first, with how their names end. */
const ENCODINGS = [
  { encoding: 'br', ending: '.br' },
  { encoding: 'gzip', ending: '.gz' },
] as const;

/** A file to send in place of the one that is asked for. */
interface EncodedFile {
  readonly name: string;
  /** The value of `Content-Encoding`; null when it is the file itself. */
  readonly encoding: string | null;
}

/** The files of a build: read once, so that no request can name any other. */
export class BuiltFiles {
  private readonly names: ReadonlySet<string>;

  /** @param folder holds the files, at any depth */
  constructor(folder: string) {
    const found = readdirSync(folder, { recursive: true, withFileTypes: true });
    this.names = new Set(
      found
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) =>
          `${parentPath}/${name}`.slice(folder.length).replaceAll('\\', '/').replace(/^\/*/, ''),
        ),
    );
  }

  has(name: string): boolean {
    return this.names.has(name);
  }

  /**
   * The file to send for a name, in the best encoding that the client takes.
   * @param accepts whether the client takes an encoding
   */
  choose(name: string, accepts: (encoding: string) => boolean): EncodedFile {
    for (const { encoding, ending } of ENCODINGS)
      if (this.names.has(name + ending) && accepts(encoding)) return { name: name + ending, encoding };
    return { name, encoding: null };
  }
}
