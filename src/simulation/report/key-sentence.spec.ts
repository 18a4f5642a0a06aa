import { describe, expect, it } from '@jest/globals';
import { incidentWords } from '../domain/incident-words.js';
import { keySentence } from './key-sentence.js';

const incident = incidentWords({
  title: 'The harbour bell is missing',
  summary: '',
  public_facts: ['The bell was polished on Tuesday.', '종은 화요일에 닦였다.'],
  stakeholders: ['the lamp keeper'],
});

describe('the sentence that matters', () => {
  it.each([
    ['Wait a moment, please. It was polished on Tuesday! Thank you all.', 'It was polished on Tuesday!'],
    ['Nobody knows. Nobody asks.', 'Nobody knows.'],
    ['a text without an end', 'a text without an end'],
    ['비가 왔다고 했습니다. 종은 화요일에 닦였다고 들었습니다.', '종은 화요일에 닦였다고 들었습니다.'],
    ['', ''],
  ])('of %j is %j', (text, key) => {
    expect(keySentence(text, incident)).toBe(key);
  });

  it('is not cut within a quotation', () => {
    const text = 'I read this. “It was missing. The keeper of the harbour knew.” Now what?';
    expect(keySentence(text, incident)).toBe('“It was missing. The keeper of the harbour knew.” Now what?');
  });

  it('quotes two deep at the most', () => {
    expect(keySentence('She said “he said ‘they said «missing harbour»’”.', incident)).toBe(
      'She said “he said ‘they said missing harbour’”.',
    );
  });
});
