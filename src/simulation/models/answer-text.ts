/** What no text that is shown has: controls other than a line feed, and halves of characters. */
// oxlint-disable-next-line no-control-regex
const NO_TEXT = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\ud800-\udfff]/u;
const FENCE = '```';
/** In characters; an answer that is longer is none. */
const LONGEST_ANSWER = 32_768;

/** The object that an answer is, also within a fence; without members when it is none. */
export function parsedAnswer(text: string): Readonly<Record<string, unknown>> {
  if (text.length > LONGEST_ANSWER) return {};
  try {
    const value: unknown = JSON.parse(withoutFence(text.trim()));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return {};
  }
}

/** What stands between two fences, the first of which may say that it is JSON. */
function withoutFence(text: string): string {
  const start = text.indexOf('\n');
  const opening = text.slice(0, Math.max(0, start)).trimEnd();
  if ((opening !== FENCE && opening !== `${FENCE}json`) || !text.endsWith(FENCE)) return text;
  return text.slice(start + 1, -FENCE.length);
}

/** A text without what stands around it, with one kind of line break and without tabs. */
export function trimmed(text: string): string {
  return text
    .replaceAll(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replaceAll('\t', ' ')
    .trim();
}

/** Whether a text can stand in a row, and be shown. */
export function isPlain(text: string): boolean {
  return !NO_TEXT.test(text);
}
