import type { ReportRows } from '../report/build-report.js';
import { htmlName, htmlText } from '../report/html-text.js';
import { transcriptParts, type TranscriptAbout } from './transcript.js';
import type { PostPart, TranscriptPart } from './transcript-parts.js';
import { STYLE } from './transcript-style.js';
import { joined, written, type Words } from './words.js';

/**
 * A run's transcript as an HTML document that needs nothing else, for screens and for paper, piece by piece.
 * @param rows the log's rows, in order
 * @param about what the head says of the run beside what its log tells
 */
export async function* transcriptHtml(rows: ReportRows, about: TranscriptAbout = {}): AsyncIterable<string> {
  let isOpen = false;
  for await (const part of transcriptParts(rows, about)) {
    if (part.kind === 'head') yield opening(part.title);
    const beginsSection = part.kind === 'heading' || part.kind === 'opening';
    if (beginsSection) yield isOpen ? '</section>\n<section>\n' : '<section>\n';
    isOpen ||= beginsSection;
    yield `${elementOf(part)}\n`;
  }
  yield `${isOpen ? '</section>\n' : ''}</main>\n</body>\n</html>\n`;
}

const said = (sentence: Words) => written(sentence, htmlName);

function opening(title: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${htmlText(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
`;
}

function elementOf(part: TranscriptPart): string {
  if (part.kind === 'head') {
    return `<header>\n<h1>${htmlName(part.title)}</h1>\n<p>${said(joined(part.facts, ' · '))}</p>\n</header>`;
  }
  if (part.kind === 'heading') return `<h2>${part.text}</h2>`;
  if (part.kind === 'note') return `<p class="note">${said(part.text)}</p>`;
  if (part.kind === 'post') return articleOf(part);
  if (part.kind === 'aside') return `<aside>\n<h3>${said(part.by)}</h3>\n${paragraphs(part.text)}\n</aside>`;
  return `<h2>${htmlName(part.title)}</h2>\n${paragraphs(part.text)}`;
}

function articleOf({ by, received, text, remark }: PostPart): string {
  const words = text.length > 0 ? `\n${paragraphs(text)}` : '';
  const why = remark ? `\n<p class="note">${said(remark)}</p>` : '';
  return `<article>\n<h3>${said(by)}</h3>\n<p class="received">${said(received)}</p>${words}${why}\n</article>`;
}

/** Each in the direction of its own first letter. */
function paragraphs(text: readonly string[]): string {
  return text.map((line) => `<p dir="auto">${htmlText(line)}</p>`).join('\n');
}
