import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsInt, IsString, Length, Max, Min } from 'class-validator';
import { WellFormed, IsOptionalNotNull } from '../../common/index.js';
import type { RowChoice } from '../log/row-reader.js';
import { Digits, LARGEST } from './digits.js';

const DEFAULT_LIMIT = 1_000;

/** Which rows of a log to send. Without `limit` and `after_seq` all that fit; the filters combine with AND. */
export class RunlogQueryDto {
  /** How many rows at most; makes the answer a page. 1000 when only `after_seq` is given. */
  @IsOptionalNotNull()
  @Digits()
  @IsInt()
  @Min(1)
  @Max(10_000)
  limit?: number;

  /** Rows after this `seq`; makes the answer a page. Give a page's `next_after_seq` for the next one. */
  @IsOptionalNotNull()
  @Digits()
  @IsInt()
  @Min(0)
  @Max(LARGEST)
  after_seq?: number;

  /**
   * Rows of this type; may be given several times.
   * @example ["stage_checkpoint"]
   */
  @IsOptionalNotNull()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? [value] : value))
  @IsArray()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @Length(1, 128, { each: true })
  @WellFormed({ each: true })
  type?: string[];

  /** Rows that this stage node wrote. */
  @IsOptionalNotNull()
  @IsString()
  @Length(1, 128)
  @WellFormed()
  stage_node?: string;

  /** Rows that were written in attempts of this number. */
  @IsOptionalNotNull()
  @Digits()
  @IsInt()
  @Min(1)
  @Max(LARGEST)
  attempt?: number;

  /**
   * Rows whose JSON holds this text, in upper or lower case.
   * @example "manifest"
   */
  @IsOptionalNotNull()
  @IsString()
  @Length(1, 200)
  @WellFormed()
  text?: string;

  /** The filters, as a reader of rows takes them. */
  choice(): RowChoice {
    const { type, stage_node, attempt, text } = this;
    return {
      ...(type && { types: type }),
      ...(stage_node !== undefined && { stageNode: stage_node }),
      ...(attempt !== undefined && { attempt }),
      ...(text !== undefined && { text }),
    };
  }

  /** The page that is asked for; null when all rows are. */
  page(): { readonly after_seq: number; readonly limit: number } | null {
    const { after_seq, limit } = this;
    if (after_seq === undefined && limit === undefined) return null;
    return { after_seq: after_seq ?? 0, limit: limit ?? DEFAULT_LIMIT };
  }

  /** The query of the page after a row. */
  after(seq: number): string {
    const { limit = DEFAULT_LIMIT, type = [], stage_node, attempt, text } = this;
    const query = new URLSearchParams({ after_seq: String(seq), limit: String(limit) });
    for (const one of type) query.append('type', one);
    if (stage_node !== undefined) query.set('stage_node', stage_node);
    if (attempt !== undefined) query.set('attempt', String(attempt));
    if (text !== undefined) query.set('text', text);
    return query.toString();
  }
}
