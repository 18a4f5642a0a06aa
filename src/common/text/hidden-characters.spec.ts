import { describe, expect, it } from '@jest/globals';
import { FieldsInvalidError } from '../errors/fields-invalid.error.js';
import { ProjectError } from '../errors/project.error.js';
import { showHidden, withoutBidiControls } from './hidden-characters.js';

/** Every character that turns text around. */
const BIDI = '\u061C\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069\u206A\u206F';

describe('characters that act instead of being seen', () => {
  it('are written out for people, each as its escape', () => {
    expect(showHidden('a\u202Eb\u001B[2Jc\u0000\u007F\u0085\u2028')).toBe(
      String.raw`a\u202eb\u001b[2Jc\u0000\u007f\u0085\u2028`,
    );
    expect(showHidden('\r')).toBe(String.raw`\u000d`);
  });

  it('leave line feeds, tabs, letters of every script and joined emoji as they are', () => {
    const plain = 'one\n\ttwo 장터 שלום سلام नमस्ते 👩‍👧 é';
    expect([showHidden(plain), withoutBidiControls(plain)]).toEqual([plain, plain]);
  });

  it('lose those that turn the direction, where the text is shown as a document', () => {
    expect(withoutBidiControls(`a${BIDI}b`)).toBe('ab');
  });

  it('do not reach the message of an error, whatever input it repeats; details stay data', () => {
    const error = new ProjectError('RUN_NOT_FOUND', 'No run \u202E\u001B.', { run_id: '\u202E' });
    expect(error.message).toBe(String.raw`No run \u202e\u001b.`);
    expect(error.details).toEqual({ run_id: '\u202E' });
    const fields = new FieldsInvalidError([
      { pointer: '/a\u202E', message: 'property a\u202E is not known' },
    ]);
    expect(fields.message).toBe(String.raw`/a\u202e: property a\u202e is not known`);
    expect(fields.details['errors']).toEqual([
      { pointer: '/a\u202E', message: String.raw`property a\u202e is not known` },
    ]);
  });
});
