import type { IncidentWords } from '../domain/incident-words.js';
import { flatQuotes } from './quote-depth.js';

/** A sentence with its final marks, or what is left without any. */
const SENTENCE = /[^.!?。！？…]+[.!?。！？…]*[”’"»」』)\]]*|[.!?。！？…]+/gu;
/** A quotation goes two deep at the most. */
const DEPTH = 2;
/** Sentences that end in fewer characters are no quotation by themselves: “No.” */
const LEAST_LENGTH = 12;

/**
 * The sentence of a text that matters: the one that speaks most of the incident; of equal ones, the first. A text
 * without a sentence is quoted whole.
 */
export function keySentence(text: string, incident: IncidentWords): string {
  const sentences = sentencesOf(text);
  let best = sentences[0] ?? text;
  let most = -1;
  for (const sentence of sentences) {
    const shared = incident.sharedWith(sentence);
    if (shared <= most) continue;
    most = shared;
    best = sentence;
  }
  return flatQuotes(best, DEPTH);
}

/** The sentences of a text; quotations are not cut, and very short sentences stay with the one before. */
function sentencesOf(text: string): string[] {
  const sentences: string[] = [];
  let open = '';
  for (const piece of text.match(SENTENCE) ?? []) {
    open += piece;
    if (!isBalanced(open)) continue;
    const sentence = open.trim();
    const last = sentences.length - 1;
    if (sentence.length < LEAST_LENGTH && last >= 0) sentences[last] += ` ${sentence}`;
    else if (sentence !== '') sentences.push(sentence);
    open = '';
  }
  if (open.trim() !== '') sentences.push(open.trim());
  return sentences;
}

function isBalanced(text: string): boolean {
  return text.split('“').length === text.split('”').length;
}
