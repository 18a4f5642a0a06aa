import type { CatalogueEntry } from '../../common/index.js';

/**
 * The body of an error answer with this code, as its entry's example tells it. Pure.
 * @param instance the path of the request that is answered
 */
export function problemExample(code: string, entry: CatalogueEntry, instance: string): object {
  const { error, status, title } = entry;
  const { message, ...details } = entry.example ?? { message: `${title}.` };
  return {
    error,
    error_code: code,
    message,
    ...details,
    doc_url: `/errors/${code}`,
    type: `/errors/${code}`,
    title,
    status,
    detail: message,
    request_id: 'req-019b3f4e-7c1a-7d2b-9e3f-5a6b7c8d9e0f',
    instance,
  };
}
