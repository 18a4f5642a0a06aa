import { IsString, Length } from 'class-validator';
import { WellFormed } from '../../common/index.js';

/** Where a fork leaves the path of its original. */
export class ForkRunDto {
  /**
   * The first stage node that the new run does itself; the stages before it are taken over.
   * @example "moderation"
   */
  @IsString()
  @Length(1, 128)
  @WellFormed()
  from_stage: string;
}
