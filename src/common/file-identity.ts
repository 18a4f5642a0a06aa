import { statSync } from 'node:fs';

/** What stands at a path is not what stood there any more. */
export class FileReplacedError extends Error {
  constructor(path: string, options?: ErrorOptions) {
    super(`${path} was removed or replaced while it was in use.`, options);
    this.name = 'FileReplacedError';
  }
}

/**
 * A file, or folder, that is in use. The system lets programs write into a file that was removed, and what they write
 * is lost; device and inode tell whether the path still names the file that was opened.
 */
export class FileIdentity {
  private readonly device: number;
  private readonly inode: number;

  /** Notes what stands at the path now. */
  constructor(private readonly path: string) {
    const { dev, ino } = statSync(path);
    this.device = dev;
    this.inode = ino;
  }

  /**
   * Looks at once, which takes a few microseconds: it can stand before every write.
   * @throws FileReplacedError
   */
  assertUnchanged(): void {
    if (!this.isUnchanged()) throw new FileReplacedError(this.path);
  }

  private isUnchanged(): boolean {
    const found = statSync(this.path, { throwIfNoEntry: false });
    return found?.dev === this.device && found.ino === this.inode;
  }
}
