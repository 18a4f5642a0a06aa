import { describe, expect, it } from '@jest/globals';
import type { ApiDocumentationParts } from '../../common/index.js';
import { DocumentationParts } from './documentation-parts.js';
import { DocumentationError } from './documentation.error.js';

class RunRowDto {}
class WordRowDto {}
class WordProblemDto {}

const OWN: ApiDocumentationParts = {
  introduction: 'What holds for every route.',
  tags: [['runs', 'Runs']],
  rows: [RunRowDto],
  schemaExamples: { Run: { run_id: 'run-1' } },
  operations: {
    startRun: { success: { status: 202, description: 'Accepted.' }, examples: { plain: example('a') } },
    readRun: { success: { status: 200, description: 'The run.' } },
  },
  pathParameters: { run_id: { description: 'A run.' } },
};

function example(summary: string) {
  return { summary, value: {} };
}

/** The service's own parts with those of a class `Words`. */
function withParts(parts: ApiDocumentationParts): DocumentationParts {
  const all = new DocumentationParts(OWN);
  all.add('Words', parts);
  return all;
}

describe('the documentation of an application', () => {
  it("is the service's own when no feature adds to it", () => {
    const parts = new DocumentationParts(OWN);
    expect([parts.introduction, parts.tags, parts.rows]).toEqual([OWN.introduction, OWN.tags, OWN.rows]);
    expect([...parts.operations.keys()]).toEqual(['startRun', 'readRun']);
    expect([parts.models, parts.problemMembers, parts.contextMember]).toEqual([[], [], undefined]);
  });

  it('has what features add before what every application has', () => {
    const parts = withParts({
      introduction: '\nWords are counted.\n',
      tags: [['words', 'Words']],
      rows: [WordRowDto],
      problemMembers: WordProblemDto,
    });
    expect(parts.introduction).toBe('Words are counted.\n\nWhat holds for every route.');
    expect(parts.tags.map(([name]) => name)).toEqual(['words', 'runs']);
    expect(parts.rows).toEqual([WordRowDto, RunRowDto]);
    expect(parts.problemMembers).toEqual([WordProblemDto]);
  });

  it('has operations where they ask to be, and last unless they ask', () => {
    const { operations } = withParts({
      operations: { listWords: {}, countWords: { before: 'readRun' }, readWord: { before: 'readRun' } },
    });
    expect([...operations.keys()]).toEqual(['startRun', 'countWords', 'readWord', 'readRun', 'listWords']);
  });

  it('puts together what is said of one operation', () => {
    const { operations } = withParts({
      operations: { startRun: { examples: { words: example('b') }, errors: ['NO_WORDS'] } },
    });
    expect(operations.get('startRun')).toEqual({
      success: { status: 202, description: 'Accepted.' },
      examples: { plain: example('a'), words: example('b') },
      errors: ['NO_WORDS'],
    });
  });

  it.each<[fault: string, parts: ApiDocumentationParts]>([
    ["the tag 'runs' is there already", { tags: [['runs', 'Mine']] }],
    ['the row RunRowDto is there already', { rows: [RunRowDto] }],
    ['an example of Run is there already', { schemaExamples: { Run: {} } }],
    [
      "the path parameter 'run_id' is there already",
      { pathParameters: { run_id: { description: 'Mine.' } } },
    ],
    ['rows, models and problemMembers are classes', { models: [{} as never] }],
    [
      'readRun: its success is there already',
      { operations: { readRun: { success: { status: 200, description: 'Mine.' } } } },
    ],
    [
      "startRun: its example 'plain' is there already",
      { operations: { startRun: { examples: { plain: example('c') } } } },
    ],
    [
      "countWords: no header is called 'Lokation'",
      {
        operations: { countWords: { success: { status: 201, description: 'Done.', headers: ['Lokation'] } } },
      },
    ],
    ["countWords: no operation is called 'startRnu'", { operations: { countWords: { before: 'startRnu' } } }],
  ])('refuses parts when %s', (fault, parts) => {
    expect(() => withParts(parts)).toThrow(new DocumentationError('Words', [fault]));
  });

  it('refuses a second member that tells context rows apart, and names all faults of a class at once', () => {
    const parts = withParts({ contextMember: 'words' });
    const more: ApiDocumentationParts = { contextMember: 'letters', tags: [['runs', 'Mine']] };
    expect(() => parts.add('Letters', more)).toThrow(
      "Letters documents what cannot be used: the tag 'runs' is there already; a contextMember is there already. " +
        'Mend it in its @ApiDocumentation decorator.',
    );
  });
});
