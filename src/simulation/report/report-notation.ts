import { markdownText } from './markdown-text.js';
import { flatQuotes, quoted as inMarks } from './quote-depth.js';

/** A text that is no quotation itself; it quotes two deep at the most. */
export const text = (given: string): string => markdownText(flatQuotes(given, 2));

/** A quotation; what it quotes itself is between inner marks, and nothing deeper. */
export const quoted = (given: string): string => markdownText(inMarks(given));

/** The row of the log that a quote is in. */
export const place = ({ seq }: { readonly seq: number | null }): string => (seq === null ? '' : ` (#${seq})`);

/** A block of lines. */
export const lines = (block: readonly string[]): string => block.join('\n');
