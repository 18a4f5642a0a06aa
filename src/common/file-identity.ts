import { statSync } from 'node:fs';

/** The file at a path is no longer the one that was opened. */
export class FileReplacedError extends Error {
  constructor(path: string, options?: ErrorOptions) {
    super(`${path} was removed or replaced while it was in use.`, options);
    this.name = 'FileReplacedError';
  }
}

/**
 * The identity of a file or folder in use. The system lets a program write to a deleted file, and the data is lost;
 * device and inode show whether the path still names the file that was opened.
 */
export class FileIdentity {
  private readonly device: number;
  private readonly inode: number;

  /** Records the file that is at the path now. */
  constructor(private readonly path: string) {
    const { dev, ino } = statSync(path);
    this.device = dev;
    this.inode = ino;
  }

  /**
   * Checks synchronously, which takes a few microseconds: cheap enough before every write.
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
