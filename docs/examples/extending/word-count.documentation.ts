import { ApiProperty } from '@nestjs/swagger';
import { RowEnvelopeDto, type ApiDocumentationParts } from 'project-dream';

/** A row of the type `word_count`. */
export class WordCountRowDto extends RowEnvelopeDto {
  @ApiProperty({ enum: ['word_count'] })
  type: 'word_count';

  @ApiProperty({ type: 'integer', description: 'How many words the text has.' })
  words: number;
}

/** What error answers have with the code of the word count. */
export class WordCountProblemDto {
  @ApiProperty({
    type: 'integer',
    required: false,
    description: 'With `no_words`: the length of the text.',
  })
  characters?: number;
}

/** What the OpenAPI document says of the word count. */
export const WORD_COUNT_DOCUMENTATION: ApiDocumentationParts = {
  rows: [WordCountRowDto],
  problemMembers: WordCountProblemDto,
  operations: {
    startRun: {
      errors: ['WORD_COUNT_NO_WORDS'],
      examples: {
        words: {
          summary: 'Count the words of a text',
          value: { pipeline: 'word_count', input: { text: 'so many words' } },
        },
      },
    },
  },
};
