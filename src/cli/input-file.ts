import { readFile } from 'node:fs/promises';
import { text as textOf } from 'node:stream/consumers';

/** A file that a command was given cannot be used. */
export class InputFileError extends Error {
  override readonly name = 'InputFileError';
}

/**
 * The object in a JSON file; of stdin when the path is `-`.
 * @throws InputFileError
 */
export async function readJsonObject(path: string): Promise<Record<string, unknown>> {
  const text = await (path === '-' ? textOf(process.stdin) : readFile(path, 'utf8')).catch(
    (error: unknown) => {
      throw new InputFileError(`${path} cannot be read: ${(error as Error).message}`);
    },
  );
  const value = parsed(path, text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw new InputFileError(`${path} holds no JSON object.`);
}

function parsed(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputFileError(`${path} is no JSON: ${(error as Error).message}`);
  }
}
