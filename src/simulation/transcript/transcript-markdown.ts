import type { ReportRows } from '../report/build-report.js';
import { markdownText } from '../report/markdown-text.js';
import { transcriptParts, type TranscriptAbout } from './transcript.js';
import type { PostPart, TranscriptPart } from './transcript-parts.js';
import { joined, written, type Words } from './words.js';

/**
 * A run's transcript as Markdown, piece by piece, made from its log alone; what others have written is escaped.
 * @param rows the log's rows, in order
 * @param about what the head says of the run beside what its log tells
 */
export async function* transcriptMarkdown(
  rows: ReportRows,
  about: TranscriptAbout = {},
): AsyncIterable<string> {
  let before = '';
  for await (const part of transcriptParts(rows, about)) {
    yield `${before}${blocksOf(part).join('\n\n')}\n`;
    before = '\n';
  }
}

const said = (sentence: Words) => written(sentence, markdownText);

function blocksOf(part: TranscriptPart): string[] {
  if (part.kind === 'head') return [`# ${markdownText(part.title)}`, said(joined(part.facts, ' · '))];
  if (part.kind === 'heading') return [`## ${part.text}`];
  if (part.kind === 'note') return [`_${said(part.text)}_`];
  if (part.kind === 'post') return postBlocks(part);
  if (part.kind === 'aside') return [`**${said(part.by)}**`, quotedBlock(part.text)];
  return [`## ${markdownText(part.title)}`, ...part.text.map(markdownText)];
}

function postBlocks({ by, received, text, remark }: PostPart): string[] {
  return [
    `**${said(by)}** — ${said(received)}`,
    ...(text.length > 0 ? [quotedBlock(text)] : []),
    ...(remark ? [`_${said(remark)}_`] : []),
  ];
}

function quotedBlock(text: readonly string[]): string {
  return text.map((line) => `> ${markdownText(line)}`).join('\n>\n');
}
