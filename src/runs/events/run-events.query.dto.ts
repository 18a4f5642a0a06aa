import { IsInt, Max, Min } from 'class-validator';
import { WhenGiven } from '../../common/index.js';
import { Digits, LARGEST } from '../dto/digits.js';

/** Where an event stream begins. */
export class RunEventsQueryDto {
  /** Rows after this `seq`; a `Last-Event-ID` header comes before it. */
  @WhenGiven()
  @Digits()
  @IsInt()
  @Min(0)
  @Max(LARGEST)
  after_seq?: number;
}
