import { request } from '../api/client.js';

/**
 * Saves what a path gives as a file: a link could not send the token.
 * @throws ProblemError
 */
export async function download(path: string, accept: string, fileName: string): Promise<void> {
  const response = await request(path, { headers: { Accept: accept } });
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
