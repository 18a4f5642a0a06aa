import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SHIPPED = fileURLToPath(new URL('prompts', import.meta.url));
const FILES = { comment: 'comment.md', interview: 'interview.md' } as const;

/** The instructions that the model is given, each the text of a file. */
export type PromptFiles = Readonly<Record<keyof typeof FILES, string>>;

/**
 * Reads the instructions: those of a folder, and where it has no such file, those that come with the service.
 * @throws when the folder cannot be read
 */
export async function readPromptFiles(folder: string | null): Promise<PromptFiles> {
  const [comment, interview] = await Promise.all([
    read(folder, FILES.comment),
    read(folder, FILES.interview),
  ]);
  return { comment, interview };
}

async function read(folder: string | null, name: string): Promise<string> {
  const shipped = () => readFile(join(SHIPPED, name), 'utf8');
  if (folder === null) return shipped();
  return readFile(join(folder, name), 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return shipped();
    throw error;
  });
}
