/** What the built-in gates' codes are about, in words. */
export const GATE_WORDS: ReadonlyMap<string, string> = new Map([
  ['PII_PHONE', 'a phone number'],
  ['PII_EMAIL', 'an e-mail address'],
  ['TABOO_TERM', 'a taboo word'],
  ['SEED_FORBIDDEN_TERM', 'a term that the seed forbids'],
  ['SIMILARITY_OVER_THRESHOLD', 'too close to another comment'],
  ['CONSISTENCY_CONFLICT', 'it contradicts itself'],
  ['EVIDENCE_MISSING', 'no evidence'],
  ['GENERATION_FAILED', 'no text could be made'],
]);
