import { describe, expect, it } from '@jest/globals';
import { FieldsInvalidError } from '../errors/fields-invalid.error.js';
import { ProjectError } from '../errors/project.error.js';
import { showHidden, withoutBidiControls } from './hidden-characters.js';

/** Every character that turns text around. */
const BIDI = '\u061C\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069\u206A\u206F';

describe('hidden characters', () => {
  it('are shown as their escapes', () => {
    expect(showHidden('a\u202Eb\u001B[2Jc\u0000\u007F\u0085\u2028')).toBe(
      String.raw`a\u202eb\u001b[2Jc\u0000\u007f\u0085\u2028`,
    );
    expect(showHidden('\r')).toBe(String.raw`\u000d`);
  });

  it('do not include line feeds, tabs, letters of any script or joined emoji', () => {
    const plain = 'one\n\ttwo 장터 שלום سلام नमस्ते 👩‍👧 é';
    expect([showHidden(plain), withoutBidiControls(plain)]).toEqual([plain, plain]);
  });

  it('are removed from documents if they change the text direction', () => {
    expect(withoutBidiControls(`a${BIDI}b`)).toBe('ab');
  });

  it('are escaped in the message of an error, but not in its details', () => {
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
