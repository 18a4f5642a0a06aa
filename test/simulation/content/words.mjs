/** Words that say nothing of an incident; of the others, those with four characters or more count. */
const COMMON = new Set(
  (
    'about above behind after again against also although always another anybody anyone anything around away because been before ' +
    'being below between both cannot could does doing done down during each either else even ever every everybody everyone ' +
    'everything from gets give given goes going gone have having here hers herself himself into itself just keep know less like ' +
    'made make makes many more most much must myself neither never next nobody none nothing once only onto other others ourselves ' +
    'over quite rather really said same says shall should since some somebody someone something still such take than that their ' +
    'theirs them then there these they thing things think this those through till told took under until upon very want wants was ' +
    'well went were what whatever when where whether which while whose will with within without would yours your'
  ).split(' '),
);

/** @returns the words of a text, lower case; what joins a word is a part of it */
export function wordsOf(text) {
  return text.toLowerCase().match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? [];
}

/** @returns the words that carry a text's content */
export function contentOf(text) {
  return new Set(wordsOf(text).filter((word) => word.length > 3 && !COMMON.has(word)));
}

/** @returns how many words two sets share */
export function shared(words, others) {
  let count = 0;
  for (const word of words) if (others.has(word)) count++;
  return count;
}

/** @returns the text without what stands in quotation marks */
export function unquoted(text) {
  return text.replaceAll(/“[^”]*”/gu, ' | ');
}

/** @returns all sequences of `length` words outside quotation marks */
export function sequencesOf(text, length) {
  const found = new Set();
  for (const part of unquoted(text).split('|')) {
    const words = wordsOf(part);
    for (let at = 0; at + length <= words.length; at++) found.add(words.slice(at, at + length).join(' '));
  }
  return found;
}

/** @returns the sentences of a text */
export function sentencesOf(text) {
  return text
    .split(/(?<=[.!?][”’]?)\s+/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
}

/** @returns everything that everybody may read of a seed */
export function publicTextOf({ title, summary, public_facts, stakeholders }) {
  return [title, summary, ...public_facts, ...stakeholders].join('\n');
}
